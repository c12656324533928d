import type { TextFigures, TextMetrics } from "../../artifacts/text/text_metrics.ts";
import { type Estimate, estimate } from "../../statistics/estimates.ts";
import { methodLabel } from "../style/methods.ts";

/** Metrics with what their network is called, where a sampler draws from several. */
export interface GivenTextMetrics {
  /** The metrics of one setting and seed. */
  readonly metrics: TextMetrics;
  /** What the network is called. @default {none} */
  readonly network?: string;
}

/** One method at one number of steps, over seeds. */
export interface TextRow {
  /** Sampler, its setting and its network. */
  readonly method: string;
  /** Sampler. */
  readonly sampler: string;
  /** Unmasking steps. */
  readonly T: number;
  /** Guidance strength. */
  readonly gamma: number;
  /** Prescribed network evaluations of a text. */
  readonly nfe: number;
  /** Texts of all seeds. */
  readonly n: number;
  /** Seeds. */
  readonly seeds: readonly number[];
  /** Mean over seeds with the standard error over them. */
  readonly figures: Readonly<Partial<Record<keyof TextFigures, Estimate>>>;
  /** Texts of the first seed. */
  readonly examples: readonly string[];
}

/** Rows that the same judges judged, which alone may be compared. */
export interface JudgedRows {
  /** The metrics whose judges they are, and whose real texts. */
  readonly first: TextMetrics;
  /** The rows, by method and steps. */
  readonly rows: readonly TextRow[];
}

const methodOf = ({ metrics, network }: GivenTextMetrics) =>
  methodLabel(metrics.settings) + (network === undefined ? "" : `, ${network}`);

function rowOf(group: readonly GivenTextMetrics[]): TextRow {
  const all = group.map(({ metrics }) => metrics), [first] = all as [TextMetrics];
  const names = Object.keys(first.figures) as (keyof TextFigures)[];
  const figures = names.flatMap((name) => {
    const values = all.map(({ figures }) => figures[name]?.value);
    const known = values.filter((value) => value !== undefined && value !== null);
    const own = known.length === values.length ? estimate(known) : null;
    return own === null ? [] : [[name, own] as const];
  });
  const { sampler, T, gamma } = first.settings;
  return {
    ...{ method: methodOf(group[0]!), sampler, T, gamma, nfe: first.nfe },
    n: all.reduce((sum, { n }) => sum + n, 0),
    seeds: all.map(({ settings }) => settings.seed),
    figures: Object.fromEntries(figures),
    examples: first.examples,
  };
}

/** Gathers metrics over seeds, those of different judges apart. */
export function textRows(given: readonly GivenTextMetrics[]): JudgedRows[] {
  const judged = Map.groupBy(
    given,
    ({ metrics: { judges } }) => `${judges.network?.id} ${judges.characters.id}`,
  );
  return [...judged.values()].map((own) => {
    const groups = Map.groupBy(own, (one) => {
      const { T, gamma } = one.metrics.settings;
      return JSON.stringify([methodOf(one), T, gamma, one.metrics.n]);
    });
    const rows = [...groups.values()].map(rowOf).sort((a, b) =>
      a.method < b.method ? -1 : a.method > b.method ? 1 : a.T - b.T || a.gamma - b.gamma
    );
    return { first: own[0]!.metrics, rows };
  });
}
