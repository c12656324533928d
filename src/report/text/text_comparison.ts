import type { TextFigures } from "../../artifacts/text/text_metrics.ts";
import type { Interval } from "../../statistics/bootstrap.ts";
import { studentQuantile } from "../../statistics/student.ts";
import { compareSamplers } from "../style/methods.ts";
import type { TextRow } from "./text_rows.ts";

/** A method's texts beside ProSeCo's of no more evaluations. */
export interface TextComparison {
  /** The other method at one number of steps. */
  readonly theirs: TextRow;
  /** ProSeCo at the most evaluations that are no more than the other's. */
  readonly ours: TextRow;
  /** Theirs less ours: positive where ProSeCo's texts are the likelier. */
  readonly gain: number;
  /** In which the gain lies at 95%; `null` where one of the two has no standard error. */
  readonly interval: Interval | null;
}

/** Figures of which less is better and which differences can be told of. */
export type ComparedFigure = "characterNats" | "perplexity";

function compare(theirs: TextRow, ours: TextRow, figure: keyof TextFigures): TextComparison | null {
  const a = theirs.figures[figure], b = ours.figures[figure];
  if (a === undefined || b === undefined) return null;
  const gain = a.mean - b.mean;
  if (a.se === null || b.se === null) return { theirs, ours, gain, interval: null };
  const freedom = Math.min(theirs.seeds.length, ours.seeds.length) - 1;
  const reach = studentQuantile(freedom) * Math.hypot(a.se, b.se);
  return { theirs, ours, gain, interval: [gain - reach, gain + reach] };
}

/**
 * Sets each method's texts at each number of steps beside those of each of ProSeCo's methods, at the most
 * evaluations that are no more. Standard errors are over seeds (Student's t), or over texts where there is
 * one seed.
 */
export function compareTexts(
  rows: readonly TextRow[],
  figure: ComparedFigure,
): TextComparison[] {
  const free = rows.filter(({ property }) => property === undefined);
  const ours = Map.groupBy(
    free.filter(({ sampler }) => sampler === "proseco"),
    ({ method }) => method,
  );
  const others = free.filter(({ sampler }) => sampler !== "proseco")
    .toSorted((a, b) => compareSamplers(a.sampler, b.sampler));
  return others.flatMap((theirs) =>
    [...ours.values()].flatMap((own) => {
      const [best] = own.filter(({ nfe }) => nfe <= theirs.nfe).toSorted((a, b) => b.nfe - a.nfe);
      return best === undefined ? [] : compare(theirs, best, figure) ?? [];
    })
  );
}
