import type { DitConfig } from "./dit_config.ts";

/**
 * Floating-point operations of the matrix products of a forward pass of one sequence; `undefined`
 * where sizes that decide it are missing.
 */
export function passOperations(
  { length, vocab, hiddenSize, nBlocks, classifies, numClasses = 0 }: Partial<DitConfig>,
): number | undefined {
  if (length === undefined || vocab === undefined) return undefined;
  if (hiddenSize === undefined || nBlocks === undefined) return undefined;
  const weights = nBlocks * 12 * hiddenSize ** 2 + (classifies ? numClasses : vocab) * hiddenSize;
  const attention = nBlocks * 2 * length * hiddenSize;
  return 2 * length * (weights + attention);
}
