/** Sizes of the denoiser. */
export interface DitConfig {
  /** Number of tokens, mask included. */
  readonly vocab: number;
  /** Positions of a sequence. */
  readonly length: number;
  /** Width of the residual stream. */
  readonly hiddenSize: number;
  /** Number of transformer blocks. */
  readonly nBlocks: number;
  /** Attention heads of a block. */
  readonly nHeads: number;
  /** Width of the conditioning vector. */
  readonly condDim: number;
  /** Number of labels; one more row of the embedding means "no label". */
  readonly numClasses: number;
  /** Id of the mask token. */
  readonly maskId: number;
  /** Whether a position sees none after it, as autoregression needs. @default {false} */
  readonly causal?: boolean;
  /**
   * Transformer blocks of a head that judges each token, on top of the last block's output (PRISM).
   *
   * @default {undefined}, no such head
   */
  readonly qualityBlocks?: number;
}

/** Whether the width splits into heads of an even number of elements, which are turned in pairs. */
export function headsDivide(
  { hiddenSize, nHeads }: Pick<DitConfig, "hiddenSize" | "nHeads">,
): boolean {
  return hiddenSize % (2 * nHeads) === 0;
}

/** Width of the sinusoidal features of the noise level. */
export const TIME_FEATURES = 256;
