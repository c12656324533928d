import type { LladaConfig } from "./llada_config.ts";

/**
 * Floating-point operations of the matrix products of a forward pass of one sequence; `undefined`
 * where sizes that decide it are missing.
 */
export function passOperations(
  { length, vocab, hiddenSize, nBlocks, nHeads, nKeyHeads, mlpSize }: Partial<LladaConfig>,
): number | undefined {
  if (length === undefined || vocab === undefined || mlpSize === undefined) return undefined;
  if (hiddenSize === undefined || nBlocks === undefined) return undefined;
  if (nHeads === undefined || nKeyHeads === undefined) return undefined;
  const keys = hiddenSize * nKeyHeads / nHeads;
  const block = hiddenSize * (2 * hiddenSize + 2 * keys + 3 * mlpSize);
  const attention = nBlocks * 2 * length * hiddenSize;
  return 2 * length * (nBlocks * block + vocab * hiddenSize + attention);
}
