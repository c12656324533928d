/** Sizes of a network that decide what a pass costs. */
export interface NetworkSizes {
  /** Positions of a sequence. */
  readonly length: number;
  /** Number of tokens. */
  readonly vocab: number;
  /** Width of the residual stream. */
  readonly hiddenSize: number;
  /** Transformer blocks. */
  readonly nBlocks: number;
}

/**
 * Floating-point operations of the matrix products of a forward pass of one sequence; `undefined`
 * where sizes that decide it are missing.
 */
export function passOperations(
  { length, vocab, hiddenSize, nBlocks }: Partial<NetworkSizes>,
): number | undefined {
  if (length === undefined || vocab === undefined) return undefined;
  if (hiddenSize === undefined || nBlocks === undefined) return undefined;
  const weights = nBlocks * 12 * hiddenSize ** 2 + vocab * hiddenSize;
  const attention = nBlocks * 2 * length * hiddenSize;
  return 2 * length * (weights + attention);
}
