/** A part of the positions that is asked for, the same of all rows. */
export interface DenoiserPart {
  /** Its first position. */
  readonly start: number;
  /** How many positions it has. */
  readonly count: number;
  /** `[rows, length]`: 1 at the tokens that others see. @default {all are seen} */
  readonly seen?: Int32Array;
  /** Whether what a later evaluation goes on from is given. @default {false} */
  readonly keeps?: boolean;
  /**
   * What an earlier evaluation of all positions kept of these rows: then the part alone is computed, as if
   * the other tokens, and what they see, had not changed since.
   *
   * @default {undefined}, all is computed that the part sees
   */
  readonly kept?: readonly Float32Array<ArrayBuffer>[];
}

/** What a network makes of a part of some rows. */
export interface DenoiserPartOutput {
  /** `[rows, count, vocab]`; the next call may reuse the array. */
  readonly logits: Float32Array;
  /** What it keeps, each `[rows, …]` with a row as long as the others; arrays of its own. */
  readonly kept?: readonly Float32Array<ArrayBuffer>[];
}

/**
 * Evaluates a part of the positions of some rows.
 *
 * @param tokens `[rows, length]`, all of them also where the part alone is computed.
 * @param labels `[rows]`
 */
export type EvaluatePart = (
  tokens: Int32Array,
  labels: Int32Array,
  rows: number,
  part: DenoiserPart,
) => Promise<DenoiserPartOutput>;
