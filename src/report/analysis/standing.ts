import type { Interval } from "../../statistics/bootstrap.ts";

/** Where a gain stands: beyond its interval on either side, or within it. */
export type Standing = "ahead" | "behind" | "within";

/** Where the interval of a gain lies; `unknown` where it has none. */
export function standingOf(gain: { readonly interval: Interval }): Standing;
export function standingOf(gain: { readonly interval: Interval | null }): Standing | "unknown";
export function standingOf(
  { interval }: { readonly interval: Interval | null },
): Standing | "unknown" {
  if (interval === null) return "unknown";
  return interval[0] > 0 ? "ahead" : interval[1] < 0 ? "behind" : "within";
}
