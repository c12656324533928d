import { canonicalJson, type Scalar } from "../../support/json.ts";

import { type Estimate, estimate } from "../../statistics/estimates.ts";

/** Figures that were measured once, and what tells them from others. */
export interface Measured {
  /** Such as `{ gamma: 2, seed: 0 }`. */
  readonly labels: Readonly<Record<string, Scalar>>;
  readonly figures: Readonly<Record<string, number>>;
}

/** Means over repetitions. */
export interface MeasuredMean {
  /** What the repetitions have in common. */
  readonly labels: Readonly<Record<string, Scalar>>;
  /** Mean and standard error of each figure, over the repetitions that have it. */
  readonly figures: Readonly<Record<string, Estimate>>;
  /** How many repetitions there are. */
  readonly count: number;
}

/** Names of all labels or figures, in the order in which they come. */
export function namesOf(
  rows: readonly (Measured | MeasuredMean)[],
  part: "labels" | "figures",
): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row[part])))];
}

/** Names of the labels that tell rows apart: those that not all rows have alike. */
export function varyingLabels(rows: readonly (Measured | MeasuredMean)[]): string[] {
  return namesOf(rows, "labels").filter((name) =>
    new Set(rows.map(({ labels }) => canonicalJson(labels[name] ?? null))).size > 1
  );
}

/** Means over rows that differ in nothing but what is averaged over, such as `seed`. */
export function averageOver(rows: readonly Measured[], over: readonly string[]): MeasuredMean[] {
  const kept = rows.map((row) => ({
    ...row,
    labels: Object.fromEntries(
      Object.entries(row.labels).filter(([name]) => !over.includes(name)),
    ),
  }));
  return [...Map.groupBy(kept, ({ labels }) => canonicalJson(labels)).values()].map((group) => ({
    labels: group[0]!.labels,
    figures: Object.fromEntries(
      namesOf(group, "figures").map((name) => [
        name,
        estimate(group.flatMap(({ figures }) => figures[name] ?? []))!,
      ]),
    ),
    count: group.length,
  }));
}
