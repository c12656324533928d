import type { CleanBatch } from "./objective.ts";

/** Which positions carry loss. */
export interface CountedOptions {
  /** Token that fills up sequences, where it carries no loss; all tokens do if left out. */
  readonly padId?: number;
}

/**
 * Factor of the loss of each position, `[batch · length]`: 0 for prompts and, with a `padId`, for
 * padding; elsewhere the same number, so that the mean over all positions is the mean over those that
 * count, or 1 where the batch is not scaled.
 */
export function countedPositions(
  { x0, batchSize, promptLengths, scaled = true }: CleanBatch,
  { padId }: CountedOptions,
): Float64Array {
  const factors = new Float64Array(x0.length).fill(1);
  if (padId === undefined && promptLengths === undefined) return factors;
  const length = x0.length / batchSize;
  let count = 0;
  for (let i = 0; i < x0.length; i++) {
    const given = promptLengths !== undefined &&
      i % length < promptLengths[Math.floor(i / length)]!;
    if (given || x0[i] === padId) factors[i] = 0;
    else count++;
  }
  return count === 0 || !scaled ? factors : factors.map((factor) => factor * x0.length / count);
}
