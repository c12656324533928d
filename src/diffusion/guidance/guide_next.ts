import type { RowGuide } from "./guide.ts";
import { tiltProbabilities } from "./tilt_probabilities.ts";

/** What the next token of rows is drawn from. */
export interface NextTokenOptions {
  /** Tokens `[rows, length]` so far. */
  readonly tokens: Int32Array;
  /** Positions of a row. */
  readonly length: number;
  /** Position of the next token. */
  readonly position: number;
  /** Guidance strength. */
  readonly gamma: number;
  /** Probabilities `[vocab]` of a row's next token; the next call may reuse the array. */
  predicted(row: number): Float64Array;
}

/**
 * Probabilities of the next token of rows, guided by what a classifier says of each prefix that a token
 * would end. Where the guide scores but some tokens, these are the most probable, and no other is drawn.
 *
 * Source: Yang and Klein 2021, "FUDGE", equation 2.
 */
export async function guideNext(
  { guide, labels }: RowGuide,
  rows: readonly number[],
  { tokens, length, position, gamma, predicted }: NextTokenOptions,
): Promise<Map<number, Float64Array>> {
  const { mostCandidates = Infinity } = guide;
  const asked = rows.map((row) => {
    const probabilities = predicted(row).slice();
    const candidates = Array.from(probabilities.keys())
      .filter((token) => probabilities[token]! > 0)
      .sort((a, b) => probabilities[b]! - probabilities[a]! || a - b).slice(0, mostCandidates);
    const kept = new Float64Array(probabilities.length);
    for (const token of candidates) kept[token] = probabilities[token]!;
    const own = tokens.subarray(row * length, (row + 1) * length);
    return {
      kept,
      request: { tokens: own, label: labels[row]!, positions: [position], candidates },
    };
  });
  const scores = await guide.scores(asked.map(({ request }) => request));
  return new Map(asked.map(({ kept }, i) => {
    const own = scores[i]!.subarray(position * kept.length, (position + 1) * kept.length);
    return [rows[i]!, tiltProbabilities(kept, own, gamma)];
  }));
}
