import { type Gpt2Config, innerSizeOf } from "./gpt2_config.ts";

/**
 * Floating-point operations of the matrix products of a forward pass of one sequence; `undefined`
 * where sizes that decide it are missing.
 */
export function passOperations(
  { length, vocab, hiddenSize, nBlocks, innerSize }: Partial<Gpt2Config>,
): number | undefined {
  if (length === undefined || vocab === undefined) return undefined;
  if (hiddenSize === undefined || nBlocks === undefined) return undefined;
  const block = hiddenSize * (4 * hiddenSize + 2 * innerSizeOf({ innerSize, hiddenSize }));
  const attention = nBlocks * 2 * length * hiddenSize;
  return 2 * length * (nBlocks * block + vocab * hiddenSize + attention);
}
