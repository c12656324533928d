import { corrupt, sampleTimes, type TimeOptions } from "../diffusion/corrupt.ts";
import { foldIn, type RandomKey, RandomStream } from "../random/mod.ts";

/** Sequences to train on. */
export interface TrainingData {
  /** Tokens, `[n, length]`. */
  readonly tokens: Uint8Array;
  /** Label of each sequence, `[n]`. */
  readonly labels: Uint8Array;
  /** Positions of a sequence. */
  readonly length: number;
}

/** How batches are made from sequences. */
export interface BatchOptions extends TimeOptions {
  /** Sequences of a batch. */
  readonly batchSize: number;
  /** Id of the mask token. */
  readonly maskId: number;
  /** Label that means "no label". */
  readonly noLabel: number;
  /** Share of sequences that are shown without their label. */
  readonly labelDropout: number;
  /** Weight of the corrector loss; without it there are no corrector weights. */
  readonly lambda?: number;
}

/** Arrays that a training step reads; `correctorWeights` only where the step has a corrector. */
export interface BatchArrays {
  /** Clean tokens, `[batch, length]`. */
  readonly x0: Int32Array;
  /** Partly masked tokens, `[batch, length]`. */
  readonly zt: Int32Array;
  /** Labels, `[batch]`. */
  readonly labels: Int32Array;
  /** 1/t where masked, else 0; `[batch · length]`. */
  readonly mdmWeights: Float32Array;
  /** λ/t everywhere; `[batch · length]`. */
  readonly correctorWeights?: Float32Array;
}

/**
 * Fills arrays with the batch of a step. A batch depends on the key and the step alone, so that a
 * resumed run sees the batches that an uninterrupted one would.
 *
 * @param step Number of the step, from 1.
 */
export type BatchFiller = (step: number, arrays: BatchArrays) => void;

/** Makes the {@linkcode BatchFiller} of a run: every epoch in an order of its own. */
export function batchFiller(
  data: TrainingData,
  key: RandomKey,
  options: BatchOptions,
): BatchFiller {
  const { batchSize, maskId, noLabel, labelDropout, lambda } = options;
  const { tokens, labels, length } = data, n = labels.length;
  if (n === 0) throw new RangeError("Cannot make batches: the data set holds no sequence");
  let order: Int32Array = new Int32Array(0), orderEpoch = -1;
  const sequenceAt = (position: number): number => {
    const epoch = Math.floor(position / n);
    if (epoch !== orderEpoch) {
      order = new RandomStream(foldIn(key, "epoch", epoch)).permutation(n);
      orderEpoch = epoch;
    }
    return order[position % n];
  };
  return (step, arrays) => {
    const stream = new RandomStream(foldIn(key, "batch", step));
    for (let row = 0; row < batchSize; row++) {
      const sequence = sequenceAt((step - 1) * batchSize + row);
      arrays.x0.set(tokens.subarray(sequence * length, (sequence + 1) * length), row * length);
      arrays.labels[row] = stream.uniform() < labelDropout ? noLabel : labels[sequence];
    }
    // Log-linear noise: the chance to be masked is the time itself and the loss weight its inverse.
    const times = sampleTimes(batchSize, stream, options);
    corrupt(arrays.x0, times, maskId, stream, arrays.zt);
    for (let i = 0; i < arrays.zt.length; i++) {
      const weight = 1 / times[Math.floor(i / length)];
      arrays.mdmWeights[i] = arrays.zt[i] === maskId ? weight : 0;
      if (arrays.correctorWeights !== undefined) arrays.correctorWeights[i] = lambda! * weight;
    }
  };
}
