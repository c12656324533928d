import * as tf from "@tensorflow/tfjs-core";
import { parameterTensors } from "../model/forward.ts";
import type { Network } from "../model/network.ts";
import type { Parameters } from "../model/parameters.ts";
import { randomKey } from "../random/mod.ts";
import { allocateArrays } from "../tensor/graph/bound_arrays.ts";
import type { EngineOptions } from "../tensor/engines/prepare.ts";
import { countSequences, type SequenceData } from "../artifacts/dataset.ts";
import { alone, type Communicator } from "../parallel/communicator.ts";
import { batchFiller, copyPart } from "./batches.ts";
import type { Objective } from "../diffusion/objectives/objective.ts";
import { stateName } from "./step/layout.ts";
import { prepareStep } from "./step/prepare_step.ts";
import type { TrainingState } from "./step/state.ts";
import { shownSpecs, slotSpecs, trainedSpecs } from "./step/step.ts";
import { trainedNetwork } from "./step/trained_network.ts";

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
  /** Processes that share every batch. @default {alone} */
  readonly communicator?: Communicator;
}

/** Estimates the held-out loss of the averaged parameters. */
export interface Validator {
  /** Nats per token on the held-out sequences; see {@linkcode Objective.heldOut}. */
  evaluate(): Promise<number>;
  /** Frees the compiled program. */
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
  const { batches, objective, frozen = {}, engine, threads, communicator = alone } = options;
  const { rank, size } = communicator, most = Math.min(options.batchSize, countSequences(data));
  const rows = Math.max(1, Math.floor(most / size)), batchSize = rows * size;
  const specs = shownSpecs(network, { batchSize: rows, objective }), part = allocateArrays(specs);
  const whole = size === 1 ? part : allocateArrays(shownSpecs(network, { batchSize, objective }));
  const trained = trainedSpecs(network, objective);
  const { run, values, release } = await prepareStep(
    {
      compute(inputs) {
        const averages = Object.fromEntries(
          trained.map(({ name }) => [name, inputs.state[stateName("ema", name)]!]),
        );
        const seen = trainedNetwork(network, { ...inputs.frozen, ...averages }, objective, inputs);
        const losses = Object.values(objective.losses(seen, inputs.shown));
        const means = losses.map((loss) => tf.mean(loss));
        return { values: { loss: means.reduce((sum, mean) => tf.add(sum, mean)) } };
      },
      inputs: { shown: specs, state: slotSpecs(network, objective, "ema") },
      frozen: parameterTensors(frozen),
    },
    { shown: part, state: state.arrays },
    { engine, threads },
  );
  const noLabel = network.config.numClasses;
  const fill = batchFiller(data, KEY, { batchSize, noLabel, labelDropout: 0, objective });
  return {
    async evaluate() {
      let sum = 0;
      for (let step = 1; step <= batches; step++) {
        fill(step, whole);
        if (size > 1) copyPart(whole, part, rank);
        await run();
        sum += values.loss![0]!;
      }
      if (size === 1) return sum / batches;
      const share = Float32Array.of(sum / batches / size);
      communicator.allReduce(share);
      return share[0]!;
    },
    release,
  };
}
