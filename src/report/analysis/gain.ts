import { formatNumber } from "../style/number_format.ts";
import { estimate, estimateShare } from "../../statistics/estimates.ts";
import { studentQuantile } from "../../statistics/student.ts";

/** Novel samples of one setting, seed by seed. */
export interface NovelCounts {
  /** Novel samples of each seed. */
  readonly counts: readonly number[];
  /** Samples of each seed. */
  readonly of: number;
}

/** How many times as many novel molecules one setting found as another. */
export interface Gain {
  /** The ratio; `Infinity` where the other found none. */
  readonly ratio: number;
  /** Its 95% interval; `null` where one of the two found none. */
  readonly interval: readonly [number, number] | null;
}

/** Share of novel samples and its standard error; few seeds may agree by chance. */
function shareOf({ counts, of }: NovelCounts): { mean: number; se: number } {
  const pooled = estimateShare(counts.reduce((sum, count) => sum + count, 0), of * counts.length);
  const overSeeds = estimate(counts.map((count) => count / of))!.se ?? 0;
  return { mean: pooled.mean, se: Math.max(pooled.se!, overSeeds) };
}

/**
 * The gain of `ours` over `theirs`, with an interval by the delta method on the logarithm of the ratio;
 * the standard errors are over seeds or binomial, whichever is larger. `null` where neither found any.
 */
export function gainOver(ours: NovelCounts, theirs: NovelCounts): Gain | null {
  const [a, b] = [shareOf(ours), shareOf(theirs)], ratio = a.mean / b.mean;
  if (Number.isNaN(ratio)) return null;
  if (a.mean === 0 || b.mean === 0) return { ratio, interval: null };
  const freedom = ours.counts.length + theirs.counts.length - 2;
  const factor = Math.exp(studentQuantile(freedom) * Math.hypot(a.se / a.mean, b.se / b.mean));
  return { ratio, interval: [ratio / factor, ratio * factor] };
}

/** A gain in words, such as `2.0×`; an en dash where there is none. */
export function ratioText(gain: Gain | null): string {
  if (gain === null) return "–";
  return gain.ratio === Infinity ? "∞" : `${formatNumber(gain.ratio, 1)}×`;
}

/** Its interval in words, such as `1.5 to 2.7`; an en dash where there is none. */
export function intervalText(gain: Gain | null): string {
  return gain?.interval?.map((bound) => formatNumber(bound, 1)).join(" to ") ?? "–";
}
