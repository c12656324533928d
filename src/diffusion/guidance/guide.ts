/** A sequence in which a token is to be drawn. */
export interface GuideRequest {
  /** `[length]`; read before `scores` returns control, so that it may change afterwards. */
  readonly tokens: Int32Array;
  /** Label that is guided to. */
  readonly label: number;
  /** Positions at which tokens are scored. */
  readonly positions: readonly number[];
  /** Tokens that are scored. @default {all} */
  readonly candidates?: readonly number[];
}

/** What a classifier says of the tokens that a sequence could hold. */
export interface Guide {
  /** Most tokens of a position that are worth a score, where all would cost too much. @default {all} */
  readonly mostCandidates?: number;
  /** Sequences that the classifier has evaluated so far; a gradient is one. */
  readonly evaluations: number;
  /**
   * Log-probabilities of the label, `[length, vocab]` of each request: of the sequence in which a position
   * holds a token in place of its own, up to a constant of the position. What was not asked for means nothing.
   */
  scores(requests: readonly GuideRequest[]): Promise<Float32Array[]>;
}

/** A guide, with the labels that rows are guided to. */
export interface RowGuide {
  /** What scores tokens. */
  readonly guide: Guide;
  /** `[rows]`, of the classifier. */
  readonly labels: Int32Array;
}
