/** A network that predicts clean tokens from partly masked ones, whatever engine runs it. */
export interface Denoiser {
  /** Positions of a sequence. */
  readonly length: number;
  /** Tokens, the mask included. */
  readonly vocab: number;
  /** Id of the mask token. */
  readonly maskId: number;
  /** Label that stands for "no label": with it the network is unconditional. */
  readonly noLabel: number;
  /** Whether a position sees none after it, as only `ar` can sample. @default {false} */
  readonly causal?: boolean;
  /**
   * Evaluates the network without time conditioning, so that a row's logits depend on its tokens
   * and its label alone.
   *
   * @param tokens `[rows, length]`
   * @param labels `[rows]`
   * @returns Logits `[rows, length, vocab]`; the next call may reuse the array.
   */
  evaluate(tokens: Int32Array, labels: Int32Array, rows: number): Promise<Float32Array>;
}

/** A denoiser with a head that judges the tokens it is given, as PRISM trains one. */
export interface QualityDenoiser extends Denoiser {
  /**
   * Evaluates the network and its quality head in one pass.
   *
   * @returns Logits `[rows, length, vocab]`, and for each position the logit `[rows, length]` of the
   * probability that its token is right; the next call may reuse the arrays.
   */
  evaluateWithQuality(
    tokens: Int32Array,
    labels: Int32Array,
    rows: number,
  ): Promise<{ readonly logits: Float32Array; readonly quality: Float32Array }>;
}
