import { VANILLA } from "./answer_methods.ts";
import type { FrontierRow } from "./frontier_rows.ts";

/** Rows that may be compared: of the same problems at the same temperature. */
export interface Condition {
  /** Name of the problems. */
  readonly problems: string;
  /** Temperature of the draws. */
  readonly temperature: number;
  /** In words, such as `functions, temperature 0`. */
  readonly title: string;
  /** Rows of the validation problems, by which settings are chosen. */
  readonly validation: readonly FrontierRow[];
  /** Rows of the problems that scores are of. */
  readonly test: readonly FrontierRow[];
}

/** Rows by problems and temperature. */
export function conditionsOf(rows: readonly FrontierRow[]): Condition[] {
  const groups = Map.groupBy(
    rows,
    ({ problems, temperature }) => JSON.stringify([problems, temperature]),
  );
  return Array.from(groups.values(), (group) => {
    const { problems, temperature } = group[0]!;
    return {
      ...{ problems, temperature, title: `${problems}, temperature ${temperature}` },
      validation: group.filter(({ part }) => part === "validation"),
      test: group.filter(({ part }) => part !== "validation"),
    };
  });
}

/** Rows of the network that others are compared with, drawn plainly; the cheapest first. */
export function baselineOf(rows: readonly FrontierRow[]): FrontierRow[] {
  return rows.filter(({ method, evaluations }) => method === VANILLA && evaluations !== null)
    .sort((a, b) => a.evaluations! - b.evaluations!);
}
