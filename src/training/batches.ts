import { countSequences, type SequenceData } from "../artifacts/dataset.ts";
import { foldIn, type RandomKey, RandomStream, STREAMS } from "../random/mod.ts";
import type { BatchTensors, Objective } from "../diffusion/objectives/objective.ts";

/** How batches are made from sequences. */
export interface BatchOptions {
  /** Sequences of a batch. */
  readonly batchSize: number;
  /** Label that means "no label". */
  readonly noLabel: number;
  /** Share of sequences that are shown without their label. */
  readonly labelDropout: number;
  /** What the network is trained for, which says how tokens are corrupted. */
  readonly objective: Objective;
}

/**
 * Fills arrays with the batch of a step: `x0`, `labels` and what the objective reads. A batch depends
 * on the key and the step alone, so that a resumed run sees the batches that an uninterrupted one
 * would.
 *
 * @param step Number of the step, from 1.
 */
export type BatchFiller = (step: number, arrays: BatchTensors) => void;

/** Copies one of the equal parts of every tensor of a batch, counted from 0. */
export function copyPart(whole: BatchTensors, part: BatchTensors, index: number): void {
  for (const [name, array] of Object.entries(part)) {
    array.set(whole[name]!.subarray(index * array.length, (index + 1) * array.length));
  }
}

/** Makes the {@linkcode BatchFiller} of a run: every epoch in an order of its own. */
export function batchFiller(
  data: SequenceData,
  key: RandomKey,
  options: BatchOptions,
): BatchFiller {
  const { batchSize, noLabel, labelDropout, objective } = options;
  const { tokens, labels, length, labelsPerSequence = 1, promptLengths: given } = data;
  const n = countSequences(data);
  if (n === 0) throw new RangeError("Cannot make batches: the data set holds no sequence");
  let order: Int32Array = new Int32Array(0), orderEpoch = -1;
  const sequenceAt = (position: number): number => {
    const epoch = Math.floor(position / n);
    if (epoch !== orderEpoch) {
      order = new RandomStream(foldIn(key, STREAMS.epoch, epoch)).permutation(n);
      orderEpoch = epoch;
    }
    return order[position % n]!;
  };
  const promptLengths = given && new Int32Array(batchSize), own = new Int32Array(batchSize);
  return (step, arrays) => {
    const stream = new RandomStream(foldIn(key, STREAMS.batch, step)), x0 = arrays.x0 as Int32Array;
    for (let row = 0; row < batchSize; row++) {
      const sequence = sequenceAt((step - 1) * batchSize + row);
      x0.set(tokens.subarray(sequence * length, (sequence + 1) * length), row * length);
      const which = labelsPerSequence === 1 ? 0 : stream.integer(labelsPerSequence);
      own[row] = labels[sequence * labelsPerSequence + which]!;
      const isHidden = stream.uniform() < labelDropout || objective.hidesLabels;
      arrays.labels![row] = isHidden ? noLabel : own[row]!;
      if (promptLengths !== undefined) promptLengths[row] = given![sequence]!;
    }
    objective.fill({ batchSize, x0, promptLengths, labels: own, step }, arrays, stream);
  };
}
