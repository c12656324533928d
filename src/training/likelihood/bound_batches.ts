import { foldIn, type RandomKey, RandomStream, STREAMS } from "../../random/mod.ts";
import { countSequences, type SequenceData } from "../../artifacts/dataset.ts";
import type { BatchTensors, Objective } from "../../diffusion/objectives/objective.ts";

/** How held-out sequences are spread over batches. */
export interface BoundBatchOptions {
  /** Most sequences of a batch. */
  readonly batchSize: number;
  /** How often each sequence is corrupted anew. */
  readonly draws: number;
  /** Sequences to use, at most as many as there are. */
  readonly sequences: number;
  /** Says how tokens are corrupted. */
  readonly objective: Objective;
}

/** What a row of a batch holds. */
export interface FilledRow {
  /** Which of the sequences, from 0 to `sequences - 1`. */
  readonly sequence: number;
  /** How many of its tokens are given. */
  readonly promptLength: number;
}

/** Fills arrays with the batches of a bound: each sequence exactly `draws` times. */
export interface BoundBatches {
  /** Number of batches. */
  readonly count: number;
  /**
   * Fills the first rows of arrays of `batchSize` rows; rows of the last batch that are left over stay
   * as they were.
   *
   * @param batch Number of the batch, from 0.
   * @returns The filled rows.
   */
  fill(batch: number, arrays: BatchTensors): FilledRow[];
}

/** Makes {@linkcode BoundBatches} over the first sequences of an order that the key gives. */
export function boundBatches(
  data: SequenceData,
  key: RandomKey,
  { batchSize, draws, sequences, objective }: BoundBatchOptions,
): BoundBatches {
  const { tokens, labels, length, labelsPerSequence = 1, promptLengths: given } = data;
  const chosen = new RandomStream(foldIn(key, STREAMS.sequences)).permutation(countSequences(data));
  const total = sequences * draws;
  // The times of a batch rise with its rows. Each draw has an order of its own, so that a sequence
  // does not meet the same times again and again.
  const orders = Array.from(
    { length: draws },
    (_, draw) => new RandomStream(foldIn(key, STREAMS.draw, draw)).permutation(sequences),
  );
  const firstLabels = new RandomStream(foldIn(key, STREAMS.labels));
  const firstLabel = Int32Array.from(
    { length: sequences },
    () => labelsPerSequence === 1 ? 0 : firstLabels.integer(labelsPerSequence),
  );
  return {
    count: Math.ceil(total / batchSize),
    fill(batch, arrays) {
      const first = batch * batchSize, rows = Math.min(batchSize, total - first);
      const filled = Object.fromEntries(
        Object.entries(arrays).map(([name, array]) => [
          name,
          array.subarray(0, array.length / batchSize * rows),
        ]),
      );
      const x0 = filled.x0 as Int32Array, promptLengths = given && new Int32Array(rows);
      const filledRows: FilledRow[] = [];
      for (let row = 0; row < rows; row++) {
        const draw = Math.floor((first + row) / sequences);
        const index = orders[draw]![(first + row) % sequences]!, sequence = chosen[index]!;
        const label = (firstLabel[index]! + draw) % labelsPerSequence;
        x0.set(tokens.subarray(sequence * length, (sequence + 1) * length), row * length);
        filled.labels![row] = labels[sequence * labelsPerSequence + label]!;
        const promptLength = given?.[sequence] ?? 0;
        if (promptLengths !== undefined) promptLengths[row] = promptLength;
        filledRows.push({ sequence: index, promptLength });
      }
      const stream = new RandomStream(foldIn(key, STREAMS.batch, batch));
      const clean = { batchSize: rows, x0, promptLengths, step: batch + 1, scaled: false };
      objective.fill(clean, filled, stream);
      return filledRows;
    },
  };
}
