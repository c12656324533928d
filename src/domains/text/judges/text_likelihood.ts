import type { Points } from "./points.ts";

/** A network that scores sequences, each token given those before it. */
export interface TokenScorer {
  /** Most rows of a call. */
  readonly rows: number;
  /** Positions of a row. */
  readonly length: number;
  /** Size of a row's features. */
  readonly hidden: number;
  /**
   * Scores sequences.
   *
   * @param tokens `[n, length]`
   * @param positions Position of each row whose features are given, `[n]`.
   */
  score(tokens: Int32Array, positions: ArrayLike<number>): Promise<{
    /** `[n, length]` */
    readonly logProbabilities: Float32Array;
    /** `[n, hidden]` */
    readonly features: Float32Array;
  }>;
}

/** What a network makes of texts. */
export interface TextLikelihood {
  /** Nats of the tokens of each text that count. */
  readonly nats: Float64Array;
  /** How many those are. */
  readonly counted: Int32Array;
  /** Last hidden state of each text's last token. */
  readonly features: Points;
}

/** Options of {@linkcode textLikelihood}. */
export interface TextLikelihoodOptions {
  /** Id of the token that ends a text. */
  readonly eosId: number;
  /** Stops it, which then throws `signal.reason`. */
  readonly signal?: AbortSignal;
  /** Hears of judged texts. */
  onProgress?(done: number, total: number): void;
}

/**
 * How likely texts are. The first token of a text is given; all others count, of those that end a text
 * only the first, as in the paper's evaluation.
 *
 * @param texts Token ids of each text; cut to the positions of the scorer.
 */
export async function textLikelihood(
  texts: readonly ArrayLike<number>[],
  scorer: TokenScorer,
  { eosId, signal, onProgress }: TextLikelihoodOptions,
): Promise<TextLikelihood> {
  const { rows, length, hidden } = scorer, n = texts.length;
  const nats = new Float64Array(n), counted = new Int32Array(n);
  const features = new Float32Array(n * hidden), tokens = new Int32Array(rows * length);
  for (let start = 0; start < n; start += rows) {
    signal?.throwIfAborted();
    const some = texts.slice(start, start + rows);
    const lengths = some.map((text) => Math.min(text.length, length));
    tokens.fill(0);
    some.forEach((text, row) => {
      for (let i = 0; i < lengths[row]!; i++) tokens[row * length + i] = text[i]!;
    });
    const scores = await scorer.score(
      tokens.subarray(0, some.length * length),
      lengths.map((count) => Math.max(0, count - 1)),
    );
    features.set(scores.features, start * hidden);
    lengths.forEach((count, row) => {
      const first = tokens.subarray(row * length, row * length + count).indexOf(eosId);
      for (let i = 1; i < count; i++) {
        if (tokens[row * length + i] === eosId && i !== first) continue;
        nats[start + row]! -= scores.logProbabilities[row * length + i]!;
        counted[start + row]!++;
      }
    });
    onProgress?.(start + some.length, n);
  }
  return { nats, counted, features: { data: features, size: hidden } };
}
