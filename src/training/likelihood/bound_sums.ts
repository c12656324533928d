import type { Bound } from "../../artifacts/bound.ts";

/** Losses of one draw of a sequence. */
export interface DrawLosses {
  /** Which of the sequences it is, from 0. */
  readonly sequence: number;
  /** Nats of each position. */
  readonly losses: Float32Array;
  /** How many tokens of the sequence are given. @default {0} */
  readonly promptLength?: number;
  /** Whether a position counts as a token. */
  isToken(position: number): boolean;
}

/** Adds up the losses of sequences as their draws come. */
export interface BoundSums {
  /** Adds one draw of a sequence. */
  add(draw: DrawLosses): void;
  /** The bound, once each sequence was added `draws` times. */
  result(): Bound;
}

/** Makes {@linkcode BoundSums} of `sequences` sequences of `length` positions. */
export function boundSums(sequences: number, draws: number, length: number): BoundSums {
  const sums = new Float64Array(sequences);
  let tokenNats = 0, tokens = 0, positions = 0;
  return {
    add({ sequence, losses, promptLength = 0, isToken }) {
      positions += length - promptLength;
      for (let i = 0; i < length; i++) {
        sums[sequence]! += losses[i]!;
        if (!isToken(i)) continue;
        tokenNats += losses[i]!;
        tokens++;
      }
    },
    result() {
      // Draws of one sequence are no sequences of their own: only their mean is independent.
      const means = sums.map((sum) => sum / draws);
      const mean = means.reduce((sum, one) => sum + one, 0) / sequences;
      const squares = means.reduce((sum, one) => sum + (one - mean) ** 2, 0);
      return {
        perSequence: {
          mean,
          se: sequences === 1 ? null : Math.sqrt(squares / (sequences - 1) / sequences),
        },
        perPosition: mean / (positions / sequences / draws),
        perToken: tokenNats / tokens,
        perplexity: Math.exp(tokenNats / tokens),
        sequences,
      };
    },
  };
}
