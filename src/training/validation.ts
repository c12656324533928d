import * as tf from "@tensorflow/tfjs-core";
import { positionLosses } from "../diffusion/loss.ts";
import type { DitConfig } from "../model/config.ts";
import { dit } from "../model/dit.ts";
import { parameterSpecs } from "../model/parameters.ts";
import { randomKey } from "../random/mod.ts";
import { createProgram } from "../tensor/program.ts";
import { trace } from "../tensor/trace.ts";
import { type BatchArrays, batchFiller, type TrainingData } from "./batches.ts";
import type { TrainingState } from "./state.ts";

/** How the held-out bound is estimated. */
export interface ValidationOptions {
  /** Sequences of a batch. */
  readonly batchSize: number;
  /** Number of batches. */
  readonly batches: number;
  /** Threads of one operator. */
  readonly threads?: number;
}

/** Estimates the bound of the averaged parameters. */
export interface Validator {
  /** Nats per token on the held-out sequences: a bound of the negative log-likelihood. */
  evaluate(): Promise<number>;
  /** Frees the compiled program. */
  release(): Promise<void>;
}

// The times and masks of every evaluation are the same, so that their noise cancels in differences.
const KEY = randomKey(0);

/**
 * Compiles the estimator of the negative evidence lower bound on held-out data: the denoising loss
 * with `t` in (0, 1], weight 1/t, true labels, padding counted.
 *
 * Source: equation 4 of the paper.
 */
export async function createValidator(
  config: DitConfig,
  state: TrainingState,
  data: TrainingData,
  options: ValidationOptions,
): Promise<Validator> {
  const { batches, threads } = options;
  const batchSize = Math.min(options.batchSize, data.labels.length);
  const names = parameterSpecs(config).map(([name]) => name);
  const positions = batchSize * config.length;
  const shape = [batchSize, config.length];
  const graph = await trace(
    ({ x0, zt, labels, mdmWeights, ...averages }) => {
      const parameters = Object.fromEntries(names.map((name) => [name, averages[`ema/${name}`]]));
      const network = (tokens: tf.Tensor) => dit(parameters, config, tokens, labels);
      return { loss: tf.mean(positionLosses(network, { x0, zt, mdmWeights }, config.maskId).mdm) };
    },
    {
      x0: { shape, dtype: "int32" },
      zt: { shape, dtype: "int32" },
      labels: { shape: [batchSize], dtype: "int32" },
      mdmWeights: { shape: [positions], dtype: "float32" },
      ...Object.fromEntries(
        parameterSpecs(config).map(([name, shape]) => [
          `ema/${name}`,
          { shape, dtype: "float32" as const },
        ]),
      ),
    },
  );
  const program = await createProgram(graph, { threads });
  const arrays: BatchArrays = {
    x0: new Int32Array(positions),
    zt: new Int32Array(positions),
    labels: new Int32Array(batchSize),
    mdmWeights: new Float32Array(positions),
  };
  const loss = new Float32Array(1);
  const run = program.bind({ inputs: { ...arrays, ...state.arrays }, outputs: { loss } });
  const fill = batchFiller(data, KEY, {
    batchSize,
    maskId: config.maskId,
    noLabel: config.numClasses,
    labelDropout: 0,
    tMin: 1e-3,
  });
  return {
    async evaluate() {
      let sum = 0;
      for (let step = 1; step <= batches; step++) {
        fill(step, arrays);
        await run();
        sum += loss[0];
      }
      return sum / batches;
    },
    release: () => program.release(),
  };
}
