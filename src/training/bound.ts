import type { DitConfig } from "../model/config.ts";
import type { Parameters } from "../model/parameters.ts";
import { randomKey } from "../random/mod.ts";
import { type DataType, sizeOf, type TensorSpec } from "../tensor/graph.ts";
import { createProgram, type Elements } from "../tensor/program.ts";
import { trace } from "../tensor/trace.ts";
import { batchFiller, countSequences, type TrainingData } from "./batches.ts";
import type { Objective } from "./objectives/objective.ts";
import { batchSpecs, frozenConstants, networkOf } from "./step.ts";

/** How a bound is estimated. */
export interface BoundOptions {
  /** What the network was trained for; its held-out form is estimated. */
  readonly objective: Objective;
  /** Id of the token that fills up sequences. */
  readonly padId: number;
  /** Sequences of a batch. @default {128} */
  readonly batchSize?: number;
  /** How often each sequence is corrupted anew. @default {4} */
  readonly draws?: number;
  /** Most sequences to use; all if left out. @default {Infinity} */
  readonly sequences?: number;
  /** Threads of one operator. @default {navigator.hardwareConcurrency} */
  readonly threads?: number;
  /** Stops the estimate, which then throws `signal.reason`. */
  readonly signal?: AbortSignal;
  /** Hears of finished batches. */
  onProgress?(done: number, total: number): void;
}

/** A mean with its standard error. */
export interface MeanOfSequences {
  /** Mean over sequences. */
  readonly mean: number;
  /** Its standard error. */
  readonly se: number;
}

/** A bound on the negative log-likelihood of held-out sequences. */
export interface Bound {
  /** Nats of a whole sequence, padding and all. */
  readonly perSequence: MeanOfSequences;
  /** The same for each position. */
  readonly perPosition: number;
  /**
   * Nats of a token that is no padding, as the literature counts; where the first token is given, as in
   * autoregression, it is not counted.
   */
  readonly perToken: number;
  /** `exp(perToken)` */
  readonly perplexity: number;
  /** Sequences that were used. */
  readonly sequences: number;
}

function allocate(specs: Readonly<Record<string, TensorSpec>>): Record<string, Elements> {
  const create = (dtype: DataType, size: number) =>
    dtype === "int32" ? new Int32Array(size) : new Float32Array(size);
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape, dtype }]) => [name, create(dtype, sizeOf(shape))]),
  );
}

/** Adds up the losses of sequences as they come. */
class Accumulator {
  readonly #sums = { sequences: 0, nats: 0, squares: 0, tokenNats: 0, tokens: 0 };

  /** @param isToken Whether a position of `x0` counts as a token. */
  add(losses: Float32Array, length: number, isToken: (i: number) => boolean): void {
    const sums = this.#sums;
    for (let start = 0; start < losses.length; start += length) {
      let nats = 0;
      for (let i = start; i < start + length; i++) {
        nats += losses[i];
        if (!isToken(i)) continue;
        sums.tokenNats += losses[i];
        sums.tokens++;
      }
      sums.sequences++;
      sums.nats += nats;
      sums.squares += nats ** 2;
    }
  }

  result(length: number, sequences: number): Bound {
    const { sequences: n, nats, squares, tokenNats, tokens } = this.#sums;
    const mean = nats / n, variance = Math.max(0, squares / n - mean ** 2);
    return {
      perSequence: { mean, se: Math.sqrt(variance / n) },
      perPosition: mean / length,
      perToken: tokenNats / tokens,
      perplexity: Math.exp(tokenNats / tokens),
      sequences,
    };
  }
}

/**
 * Estimates the bound on the negative log-likelihood of held-out sequences under their true labels:
 * the negative evidence lower bound of diffusion, the likelihood itself of autoregression.
 *
 * Source: equation 4 of the paper for masked diffusion; see the objectives for the others.
 */
export async function estimateBound(
  config: DitConfig,
  parameters: Parameters,
  data: TrainingData,
  options: BoundOptions,
): Promise<Bound> {
  const { padId, draws = 4, sequences: most = Infinity, threads, signal, onProgress } = options;
  const objective = options.objective.heldOut, { length } = config;
  const sequences = Math.min(most, countSequences(data));
  const batchSize = Math.min(options.batchSize ?? 128, sequences);
  const specs = batchSpecs(config, { batchSize, objective });
  for (const name of ["learningRate", "step", "emaDecay"]) delete specs[name];
  const graph = await trace(
    (inputs) => {
      const named = Object.fromEntries(
        Object.keys(parameters).map((name) => [name, inputs[`frozen/${name}`]]),
      );
      const [loss] = Object.values(
        objective.losses(networkOf(config, named, inputs), inputs),
      );
      return { loss };
    },
    specs,
    frozenConstants(parameters),
  );
  const program = await createProgram(graph, { threads });
  const arrays = allocate(specs), loss = new Float32Array(batchSize * length);
  const run = program.bind({ inputs: arrays, outputs: { loss } });
  const noLabel = config.numClasses;
  const fill = batchFiller(data, randomKey(0), { batchSize, noLabel, labelDropout: 0, objective });
  const accumulator = new Accumulator(), total = Math.ceil(sequences / batchSize) * draws;
  // The loss of a position of autoregression is that of the token after it.
  const ahead = objective.name === "ar" ? 1 : 0;
  const isToken = (i: number) => i % length + ahead < length && arrays.x0[i + ahead] !== padId;
  try {
    for (let batch = 1; batch <= total; batch++) {
      signal?.throwIfAborted();
      fill(batch, arrays);
      await run();
      accumulator.add(loss, length, isToken);
      onProgress?.(batch, total);
    }
  } finally {
    await program.release();
  }
  return accumulator.result(length, sequences);
}
