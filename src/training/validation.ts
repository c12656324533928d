import * as tf from "@tensorflow/tfjs-core";
import type { Network } from "../model/network.ts";
import type { Parameters } from "../model/parameters.ts";
import { randomKey } from "../random/mod.ts";
import { allocateArrays } from "../tensor/graph/bound_arrays.ts";
import { type EngineOptions, prepare } from "../tensor/engines/prepare.ts";
import { countSequences, type SequenceData } from "../artifacts/dataset.ts";
import { batchFiller } from "./batches.ts";
import type { Objective } from "../diffusion/objectives/objective.ts";
import type { TrainingState } from "./step/state.ts";
import { frozenConstants, networkOf, shownSpecs, trainedSpecs } from "./step/step.ts";

/** How the held-out bound is estimated. */
export interface ValidationOptions extends EngineOptions {
  /** Sequences of a batch. */
  readonly batchSize: number;
  /** Number of batches. */
  readonly batches: number;
  /** What is estimated. */
  readonly objective: Objective;
  /** Parameters that training does not move. @default {{}} */
  readonly frozen?: Parameters;
}

/** Estimates the held-out loss of the averaged parameters. */
export interface Validator {
  /** Nats per token on the held-out sequences; see {@linkcode Objective.heldOut}. */
  evaluate(): Promise<number>;
  /** Frees the program. */
  release(): Promise<void>;
}

// The times and masks of every evaluation are the same, so that their noise cancels in differences.
const KEY = randomKey(0);

/**
 * Compiles the estimator of an objective's loss on held-out data, with true labels. For masked
 * diffusion it is the negative evidence lower bound, padding counted.
 *
 * Source: equation 4 of the paper.
 */
export async function createValidator(
  network: Network,
  state: TrainingState,
  data: SequenceData,
  options: ValidationOptions,
): Promise<Validator> {
  const { batches, objective, frozen = {}, engine, threads } = options;
  const batchSize = Math.min(options.batchSize, countSequences(data));
  const specs = shownSpecs(network, { batchSize, objective });
  const trained = trainedSpecs(network, objective);
  const program = await prepare({
    compute(inputs) {
      const parameters = Object.fromEntries([
        ...Object.keys(frozen).map((name) => [name, inputs[`frozen/${name}`]]),
        ...trained.map(({ name }) => [name, inputs[`ema/${name}`]]),
      ]);
      const seen = networkOf(network, parameters, inputs);
      const means = Object.values(objective.losses(seen, inputs)).map((loss) => tf.mean(loss));
      return { loss: means.reduce((sum, mean) => tf.add(sum, mean)) };
    },
    inputs: {
      ...specs,
      ...Object.fromEntries(
        trained.map(({ name, shape }) => [`ema/${name}`, { shape, dtype: "float32" as const }]),
      ),
    },
    constants: frozenConstants(frozen),
  }, { engine, threads });
  const arrays = allocateArrays(specs);
  const loss = new Float32Array(1);
  const { run } = program.bind({ inputs: { ...arrays, ...state.arrays }, outputs: { loss } });
  const noLabel = network.config.numClasses;
  const fill = batchFiller(data, KEY, { batchSize, noLabel, labelDropout: 0, objective });
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
