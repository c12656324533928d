import { baseMethod, methodVariant, VANILLA } from "./answer_methods.ts";
import type { FrontierRow } from "./frontier_rows.ts";

/**
 * Rows that may be compared: of the same problems at the same temperature and, where vanilla SFT was
 * drawn by several further settings, by one of these.
 */
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

/** Rows by what may be compared; a row whose further settings vanilla SFT has not belongs to all. */
export function conditionsOf(rows: readonly FrontierRow[]): Condition[] {
  const groups = Map.groupBy(
    rows,
    ({ problems, temperature }) => JSON.stringify([problems, temperature]),
  );
  return [...groups.values()].flatMap((group) => {
    const { problems, temperature } = group[0]!;
    const vanilla = group.filter(({ method }) => baseMethod(method) === VANILLA);
    const variants = new Set(vanilla.map(({ method }) => methodVariant(method)));
    if (variants.size === 0) variants.add("");
    return Array.from(variants, (variant): Condition => {
      const rows = group.filter(({ method }) => {
        const own = methodVariant(method);
        return own === variant || !variants.has(own);
      });
      const title = [problems, `temperature ${temperature}`, ...(variant === "" ? [] : [variant])];
      return {
        ...{ problems, temperature, title: title.join(", ") },
        validation: rows.filter(({ part }) => part === "validation"),
        test: rows.filter(({ part }) => part !== "validation"),
      };
    });
  });
}

/** Rows of the network that others are compared with, drawn plainly; the cheapest first. */
export function baselineOf(rows: readonly FrontierRow[]): FrontierRow[] {
  return rows.filter(({ method, evaluations }) =>
    baseMethod(method) === VANILLA && evaluations !== null
  )
    .sort((a, b) => a.evaluations! - b.evaluations!);
}
