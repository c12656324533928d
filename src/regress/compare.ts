import { type Baseline, exactTolerance, meanOf, toleranceOf, valuesOf } from "./baseline.ts";
import type { Figure, Sweep } from "./sweep.ts";

/**
 * What became of a figure: `moved` by no more than its tolerance; else `CHANGED` for the better,
 * `REGRESSED`, or `WRONG`, which is not what it must be.
 */
export type Verdict = "same" | "moved" | "CHANGED" | "REGRESSED" | "WRONG" | "MISSING" | "new";

/** A figure beside its baseline. */
export interface Comparison {
  readonly name: string;
  /** What it must be, or the mean over the sweep's seeds in the baseline; `null` where it has none. */
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
  return isBetter ? "CHANGED" : "REGRESSED";
}

function compareFigure(
  name: string,
  old: Figure | undefined,
  now: Figure | undefined,
  seeds: readonly string[],
): Comparison {
  const mean = (values: number[]) => values.length === 0 ? null : meanOf(values);
  const before = old === undefined ? null : mean(valuesOf(old.values, seeds));
  const after = now === undefined ? null : mean(valuesOf(now.values));
  if (now?.exact !== undefined && after !== null) {
    const { value } = now.exact, tolerance = exactTolerance(now.exact, seeds.length);
    const isWrong = Math.abs(after - value) > tolerance;
    const verdict = isWrong ? "WRONG" : judge({ before, after, tolerance: Infinity }, "same");
    return { name, before: value, after, tolerance, verdict };
  }
  const tolerance = old === undefined
    ? 0
    : toleranceOf({ ...now, values: old.values }, seeds.length);
  const numbers = { before, after, tolerance };
  return { name, ...numbers, verdict: judge(numbers, (now ?? old)!.better) };
}

/**
 * Compares a sweep with a baseline, figure by figure, over the seeds of the sweep. Without a baseline
 * all figures are new but those that are wrong.
 *
 * @throws {RangeError} If the sweep has a seed that the baseline lacks.
 */
export function compareSweep(sweep: Sweep, baseline?: Baseline): Comparison[] {
  const figures = baseline?.figures ?? {};
  const names = new Set([...Object.keys(figures), ...Object.keys(sweep)]);
  const known = new Set(
    Object.values(figures).flatMap(({ values }) => Object.keys(values)),
  );
  const seeds = [...new Set(Object.values(sweep).flatMap(({ values }) => Object.keys(values)))];
  const unknown = seeds.filter((seed) => !known.has(seed));
  if (baseline !== undefined && unknown.length > 0) {
    throw new RangeError(
      `Cannot compare: the baseline has no seed ${unknown.join(", ")}; it has ${
        [...known].join(", ")
      }`,
    );
  }
  return Array.from(
    names,
    (name) => compareFigure(name, figures[name], sweep[name], seeds),
  );
}

/** Whether a comparison makes the sweep fail: a gain, too, wants a reason. */
export function isFailure({ verdict }: Comparison): boolean {
  return verdict !== "same" && verdict !== "moved" && verdict !== "new";
}
