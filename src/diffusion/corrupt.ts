import type { RandomStream } from "../random/mod.ts";

/** How times are drawn. */
export interface TimeOptions {
  /** Earliest time; the loss weight 1/t is at most 1/`tMin`. @default {0.1} */
  readonly tMin?: number;
  /** Whether the times of a batch are spread evenly over the range. @default {true} */
  readonly antithetic?: boolean;
}

/**
 * Draws a time in [`tMin`, 1] for each sequence of a batch.
 *
 * Source: section 3 of the paper's appendix; antithetic sampling after Kingma et al. 2021 (VDM).
 *
 * @returns `[batchSize]`
 */
export function sampleTimes(
  batchSize: number,
  stream: RandomStream,
  options: TimeOptions = {},
): Float64Array {
  const { tMin = 0.1, antithetic = true } = options;
  return Float64Array.from({ length: batchSize }, (_, i) => {
    const u = stream.uniform();
    return tMin + (1 - tMin) * (antithetic ? (u + i) / batchSize : u);
  });
}

/**
 * Masks each token with its sequence's probability.
 *
 * @param x0 Clean tokens `[batch, length]`
 * @param moveChance Probability of each sequence's tokens to be masked, `[batch]`
 * @param zt Receives the partly masked tokens `[batch, length]`
 */
export function corrupt(
  x0: Int32Array,
  moveChance: Float64Array,
  maskId: number,
  stream: RandomStream,
  zt: Int32Array,
): void {
  const length = x0.length / moveChance.length;
  for (let i = 0; i < x0.length; i++) {
    zt[i] = stream.uniform() < moveChance[Math.floor(i / length)] ? maskId : x0[i];
  }
}
