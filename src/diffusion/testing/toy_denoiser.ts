/**
 * What the samplers are tested with: networks so small that every path can be enumerated.
 *
 * @module
 */
import { ok } from "node:assert/strict";
import { foldIn, type RandomKey } from "../../random/key.ts";
import { RandomStream } from "../../random/stream.ts";
import type { Denoiser } from "../../model/denoiser.ts";

/** A network given by a table, and the batches that it was asked for. */
export interface TabularDenoiser extends Denoiser {
  /** Logits `[length, vocab]` of one sequence. */
  logits(tokens: ArrayLike<number>, label: number): Float32Array;
  /** Rows of each call of `evaluate`. */
  readonly batches: number[];
}

/** A network with random logits, one table entry for each sequence and label; the mask comes last. */
export function tabularDenoiser(
  key: RandomKey,
  { length = 3, vocab = 4, spread = 1.5, causal = false }: {
    readonly length?: number;
    readonly vocab?: number;
    readonly spread?: number;
    readonly causal?: boolean;
  } = {},
): TabularDenoiser {
  const table = new Map<string, Float32Array>();
  const logits = (tokens: ArrayLike<number>, label: number): Float32Array => {
    const content = `${label}:${Array.from(tokens).join()}`;
    let entry = table.get(content);
    if (entry === undefined) {
      entry = new Float32Array(length * vocab);
      for (let position = 0; position < length; position++) {
        const seen = Array.from(tokens).slice(0, causal ? position + 1 : length);
        const stream = new RandomStream(foldIn(key, label, position, ...seen));
        for (let token = 0; token < vocab; token++) {
          entry[position * vocab + token] = spread * stream.normal();
        }
      }
      table.set(content, entry);
    }
    return entry;
  };
  const batches: number[] = [];
  return {
    ...{ length, vocab, maskId: vocab - 1, noLabel: 2, logits, batches },
    evaluate(tokens, labels, rows) {
      batches.push(rows);
      const all = new Float32Array(rows * length * vocab);
      for (let row = 0; row < rows; row++) {
        const rowTokens = tokens.subarray(row * length, (row + 1) * length);
        all.set(logits(rowTokens, labels[row]!), row * length * vocab);
      }
      return Promise.resolve({ logits: all });
    },
    release: () => Promise.resolve(),
  };
}

/** A distribution over sequences, whose keys are their tokens joined by commas. */
export type Distribution = Map<string, number>;

/** Moves every sequence of a distribution by independent draws at each position. */
export function advance(
  distribution: Distribution,
  transition: (tokens: number[]) => readonly ArrayLike<number>[],
): Distribution {
  const next: Distribution = new Map();
  for (const [content, probability] of distribution) {
    let partial: [number[], number][] = [[[], probability]];
    for (const choices of transition(content.split(",").map(Number))) {
      partial = partial.flatMap(([tokens, p]) =>
        Array.from(choices, (q, token): [number[], number] => [[...tokens, token], p * q])
      ).filter(([, p]) => p > 0);
    }
    for (const [tokens, p] of partial) {
      const key = tokens.join();
      next.set(key, (next.get(key) ?? 0) + p);
    }
  }
  return next;
}

/** Asserts by Pearson's χ² that sequences `[rows, length]` follow a distribution (p > 0.001). */
export function assertFollows(tokens: Int32Array, length: number, expected: Distribution): void {
  const rows = tokens.length / length, seen = new Map<string, number>();
  for (let row = 0; row < rows; row++) {
    const content = tokens.subarray(row * length, (row + 1) * length).join();
    seen.set(content, (seen.get(content) ?? 0) + 1);
  }
  const total = [...expected.values()].reduce((sum, p) => sum + p, 0);
  ok(Math.abs(total - 1) < 1e-9, `the expected probabilities add up to ${total}`);
  for (const content of seen.keys()) {
    ok((expected.get(content) ?? 0) > 0, `${content} was drawn, its probability is 0`);
  }
  let chiSquared = 0, bins = 0, rareExpected = 0, rareSeen = 0;
  const addBin = (count: number, mean: number) => {
    chiSquared += (count - mean) ** 2 / mean;
    bins++;
  };
  for (const [content, p] of expected) {
    const count = seen.get(content) ?? 0;
    if (p * rows >= 5) addBin(count, p * rows);
    else [rareExpected, rareSeen] = [rareExpected + p * rows, rareSeen + count];
  }
  if (rareExpected >= 1) addBin(rareSeen, rareExpected);
  // Wilson and Hilferty's approximation of the 99.9th percentile.
  const freedom = bins - 1, spread = 2 / (9 * freedom);
  const critical = freedom * (1 - spread + 3.09 * Math.sqrt(spread)) ** 3;
  ok(chiSquared < critical, `χ² of ${freedom} degrees of freedom is ${chiSquared} > ${critical}`);
}

/** Copies labels for `rows` sequences. */
export function sameLabel(rows: number, label: number): Int32Array {
  return new Int32Array(rows).fill(label);
}
