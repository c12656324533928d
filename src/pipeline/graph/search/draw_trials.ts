import { foldIn, randomKey, RandomStream, STREAMS } from "../../../random/mod.ts";
import type { JsonValue } from "../../task.ts";

/** What a value of a trial is drawn from. */
export type Range =
  /** A number between two. */
  | { readonly uniform: readonly [number, number] }
  /** A number between two, its logarithm uniform. */
  | { readonly logUniform: readonly [number, number] }
  /** An integer between two, both included. */
  | { readonly int: readonly [number, number] }
  /** One of some values. */
  | { readonly choice: readonly JsonValue[] };

/** Values of one trial, by name. */
export type TrialValues = Readonly<Record<string, JsonValue>>;

/** Digits that drawn numbers have: enough to tell trials apart, and few enough to read. */
const DIGITS = 4;

function rounded(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, Number(value.toPrecision(DIGITS))));
}

function draw(range: Range, uniform: number): JsonValue {
  if ("uniform" in range) {
    const [low, high] = range.uniform;
    return rounded(low + uniform * (high - low), range.uniform);
  }
  if ("logUniform" in range) {
    const [low, high] = range.logUniform.map(Math.log) as [number, number];
    return rounded(Math.exp(low + uniform * (high - low)), range.logUniform);
  }
  if ("int" in range) {
    const [low, high] = range.int;
    return low + Math.floor(uniform * (high - low + 1));
  }
  return range.choice[Math.floor(uniform * range.choice.length)]!;
}

/**
 * Draws the values of trials. What a trial gets depends on the seed, on its number and on the name of
 * the range alone: more trials leave the first ones as they were, and so does one range more.
 *
 * @param ranges What to draw from, by name.
 */
export function drawTrials(
  ranges: Readonly<Record<string, Range>>,
  { trials, seed }: { readonly trials: number; readonly seed: number },
): TrialValues[] {
  const key = foldIn(randomKey(seed), STREAMS.search);
  return Array.from({ length: trials }, (_, trial) =>
    Object.fromEntries(
      Object.entries(ranges).map(([name, range]) => {
        const stream = new RandomStream(foldIn(key, trial, name));
        return [name, draw(range, stream.uniform())];
      }),
    ));
}
