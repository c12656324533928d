import { type Baseline, meanOf, toleranceOf, valuesOf } from "./baseline.ts";
import type { Sweep } from "./sweep.ts";

/** What became of a figure. */
export type Verdict = "same" | "moved" | "better" | "REGRESSED" | "MISSING" | "new";

/** A figure beside its baseline. */
export interface Comparison {
  readonly name: string;
  /** Mean over the sweep's seeds in the baseline; `null` where it has none. */
  readonly before: number | null;
  /** Mean over the sweep's seeds now; `null` where nothing was measured. */
  readonly after: number | null;
  /** How far it may move. */
  readonly tolerance: number;
  readonly verdict: Verdict;
}

function judge(
  { before, after, tolerance }: Pick<Comparison, "before" | "after" | "tolerance">,
  better: "higher" | "lower" | "same",
): Verdict {
  if (before === null) return after === null ? "same" : "new";
  if (after === null) return "MISSING";
  const difference = after - before;
  if (difference === 0) return "same";
  if (Math.abs(difference) <= tolerance) return "moved";
  const isBetter = better === "higher" ? difference > 0 : better === "lower" && difference < 0;
  return isBetter ? "better" : "REGRESSED";
}

/**
 * Compares a sweep with a baseline, figure by figure, over the seeds of the sweep.
 *
 * @throws {RangeError} If the sweep has a seed that the baseline lacks.
 */
export function compareSweep(sweep: Sweep, baseline: Baseline): Comparison[] {
  const names = new Set([...Object.keys(baseline.figures), ...Object.keys(sweep)]);
  const known = new Set(
    Object.values(baseline.figures).flatMap(({ values }) => Object.keys(values)),
  );
  const seeds = [...new Set(Object.values(sweep).flatMap(({ values }) => Object.keys(values)))];
  const unknown = seeds.filter((seed) => !known.has(seed));
  if (unknown.length > 0) {
    throw new RangeError(
      `Cannot compare: the baseline has no seed ${unknown.join(", ")}; it has ${
        [...known].join(", ")
      }`,
    );
  }
  return Array.from(names, (name) => {
    const old = baseline.figures[name], now = sweep[name];
    const mean = (values: number[]) => values.length === 0 ? null : meanOf(values);
    const numbers = {
      before: old === undefined ? null : mean(valuesOf(old.values, seeds)),
      after: now === undefined ? null : mean(valuesOf(now.values)),
      tolerance: old === undefined ? 0 : toleranceOf(valuesOf(old.values), seeds.length),
    };
    return { name, ...numbers, verdict: judge(numbers, (now ?? old)!.better) };
  });
}

/** Whether a comparison makes the sweep fail. */
export function isRegression({ verdict }: Comparison): boolean {
  return verdict === "REGRESSED" || verdict === "MISSING";
}
