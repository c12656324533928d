import { foldIn, randomKey, RandomStream, STREAMS } from "../random/mod.ts";
import { meanOf, quantile } from "./estimates.ts";

/** Lowest and highest value of an interval. */
export type Interval = readonly [low: number, high: number];

/** How an interval is drawn. */
export interface BootstrapOptions {
  /** Resamples. @default {2000} */
  readonly draws?: number;
  /** Seed of the resamples; the same numbers and seed give the same interval. @default {0} */
  readonly seed?: number;
}

/**
 * The 95% interval of the mean of `values`: the percentile bootstrap (Efron & Tibshirani 1993, chapter
 * 13). Values are drawn from `values` with replacement, as many as there are, and the interval lies
 * between the quantiles 0.025 and 0.975 of the means.
 *
 * @param values One number for each problem, such as the share of its answers that are right.
 * @throws {RangeError} If there are no values.
 *
 * @example
 * ```ts
 * bootstrapInterval([1, 1, 1]); // [1, 1]
 * ```
 */
export function bootstrapInterval(
  values: readonly number[],
  { draws = 2000, seed = 0 }: BootstrapOptions = {},
): Interval {
  const n = values.length;
  if (n === 0) throw new RangeError("Cannot draw an interval of no values");
  const stream = new RandomStream(foldIn(randomKey(seed), STREAMS.bootstrap));
  const means = Array.from({ length: draws }, () => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[stream.integer(n)]!;
    return sum / n;
  });
  return [quantile(means, 0.025)!, quantile(means, 0.975)!];
}

/**
 * The mean of a difference with its 95% interval, by resampling problems: both methods keep the same
 * problems in each resample, so that what makes a problem hard for both does not widen the interval.
 *
 * @param ours One number for each problem.
 * @param theirs The same problems in the same order.
 * @returns `difference`: mean of `ours` less mean of `theirs`.
 * @throws {RangeError} If the lengths differ or are 0.
 */
export function pairedBootstrap(
  ours: readonly number[],
  theirs: readonly number[],
  options: BootstrapOptions = {},
): { readonly difference: number; readonly interval: Interval } {
  if (ours.length !== theirs.length) {
    throw new RangeError(
      `Cannot pair ${ours.length} values with ${theirs.length}: they must be of the same problems`,
    );
  }
  const gains = ours.map((value, i) => value - theirs[i]!);
  const interval = bootstrapInterval(gains, options);
  return { difference: meanOf(gains), interval };
}
