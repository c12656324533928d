import * as tf from "@tensorflow/tfjs-core";
import type { Bound } from "../../artifacts/bound.ts";
import type { NetworkConfig } from "../../model/config.ts";
import { parameterTensors } from "../../model/forward.ts";
import { loadNetwork } from "../../model/network.ts";
import type { Parameters } from "../../model/parameters.ts";
import { randomKey } from "../../random/mod.ts";
import { allocateArrays } from "../../tensor/graph/bound_arrays.ts";
import { countSequences, type SequenceData } from "../../artifacts/dataset.ts";
import { boundBatches } from "./bound_batches.ts";
import { boundSums } from "./bound_sums.ts";
import type { Objective } from "../../diffusion/objectives/objective.ts";
import { prepareStep } from "../step/prepare_step.ts";
import { shownSpecs } from "../step/step.ts";
import { trainedNetwork } from "../step/trained_network.ts";

/** How a bound is estimated. */
export interface BoundOptions {
  /** What the network was trained for; the form of it that bounds the likelihood is estimated. */
  readonly objective: Objective;
  /** Id of the token that fills up sequences. @default {undefined}, none does */
  readonly padId?: number;
  /** Most sequences of a batch. @default {128} */
  readonly batchSize?: number;
  /**
   * How often each sequence is corrupted anew. An exact objective leaves nothing to chance: it sees
   * each sequence once with each of its labels.
   *
   * @default {4}
   */
  readonly draws?: number;
  /** Most sequences to use, the first of a fixed order; all if left out. @default {Infinity} */
  readonly sequences?: number;
  /** Threads of one operator. @default {navigator.hardwareConcurrency} */
  readonly threads?: number;
  /** Stops the estimate, which then throws `signal.reason`. */
  readonly signal?: AbortSignal;
  /** Hears of finished batches. */
  onProgress?(done: number, total: number): void;
}

/**
 * Estimates the bound on the negative log-likelihood of held-out sequences under their true labels:
 * the negative evidence lower bound of diffusion, the likelihood itself of autoregression; given their
 * prompts, where they have some.
 *
 * Source: equation 4 of the paper for masked diffusion; see the objectives for the others.
 */
export async function estimateBound(
  config: NetworkConfig,
  parameters: Parameters,
  data: SequenceData,
  options: BoundOptions,
): Promise<Bound> {
  const { padId, sequences: most = Infinity, threads, signal, onProgress } = options;
  const objective = options.objective.bound ?? options.objective.heldOut, { length } = config;
  const network = await loadNetwork(config);
  const draws = objective.isExact ? data.labelsPerSequence ?? 1 : options.draws ?? 4;
  const sequences = Math.min(most, countSequences(data));
  if (sequences === 0) throw new RangeError("Cannot estimate a bound: no sequence is held out");
  const batchSize = Math.min(options.batchSize ?? 128, sequences * draws);
  const specs = shownSpecs(network, { batchSize, objective }), arrays = allocateArrays(specs);
  const { run, values, release } = await prepareStep(
    {
      compute(inputs) {
        const seen = trainedNetwork(network, inputs.frozen, objective, inputs);
        const losses = Object.values(objective.losses(seen, inputs.shown));
        return { values: { loss: losses.reduce((sum, loss) => tf.add(sum, loss)) } };
      },
      inputs: { shown: specs },
      frozen: parameterTensors(parameters),
    },
    { shown: arrays },
    { threads },
  );
  const batches = boundBatches(data, randomKey(0), { batchSize, draws, sequences, objective });
  const sums = boundSums(sequences, draws, length);
  const ahead = objective.predictsNext ? 1 : 0;
  try {
    for (let batch = 0; batch < batches.count; batch++) {
      signal?.throwIfAborted();
      const filled = batches.fill(batch, arrays);
      await run();
      filled.forEach(({ sequence, promptLength }, row) => {
        const start = row * length;
        sums.add({
          ...{ sequence, promptLength },
          losses: values.loss!.subarray(start, start + length),
          isToken(i) {
            const token = i + ahead;
            return token >= promptLength && token < length && arrays.x0![start + token] !== padId;
          },
        });
      });
      onProgress?.(batch + 1, batches.count);
    }
  } finally {
    await release();
  }
  return sums.result();
}
