import type { TextFigures, TextMetrics } from "../../artifacts/text/text_metrics.ts";
import { type Estimate, estimate } from "../../statistics/estimates.ts";
import { tellApart } from "../analysis/method_naming.ts";
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
  /** What the network is called, where a sampler draws from several. */
  readonly network?: string;
  /** Property that the texts were guided by, if any. */
  readonly property?: string;
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
  /** Mean over seeds with the standard error over them; that over texts where there is one seed. */
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

/** The property that texts were guided by; `undefined` where they were shown no label. */
export function guidedBy({ settings: { property } }: TextMetrics): string | undefined {
  return typeof property === "string" ? property : undefined;
}

/** Names the method of each: sampler, its setting, its network, and whatever else tells two apart. */
function namesOf(given: readonly GivenTextMetrics[]): Map<TextMetrics, string> {
  const networks = new Map(given.map(({ metrics, network }) => [metrics, network]));
  return tellApart([...networks.keys()], (metrics) => {
    const network = networks.get(metrics);
    return {
      among: guidedBy(metrics),
      base: methodLabel(metrics.settings) + (network === undefined ? "" : `, ${network}`),
    };
  });
}

function estimateOf(all: readonly TextMetrics[], name: keyof TextFigures): Estimate | null {
  const found = all.map(({ figures }) => figures[name]);
  const known = found.flatMap((figure) => figure?.value ?? []);
  if (known.length < found.length) return null;
  const [only] = found;
  return found.length === 1 ? { mean: only!.value!, se: only!.se } : estimate(known);
}

function rowOf(group: readonly GivenTextMetrics[], method: string): TextRow {
  const all = group.map(({ metrics }) => metrics), [first] = all as [TextMetrics];
  const names = Object.keys(first.figures) as (keyof TextFigures)[];
  const figures = names.flatMap((name) => {
    const own = estimateOf(all, name);
    return own === null ? [] : [[name, own] as const];
  });
  const { sampler, T, gamma } = first.settings;
  return {
    ...{ method, sampler, network: group[0]!.network, property: guidedBy(first) },
    ...{ T, gamma, nfe: first.nfe },
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
    const names = namesOf(own);
    const groups = Map.groupBy(own, ({ metrics }) => {
      const { T, gamma } = metrics.settings;
      return JSON.stringify([names.get(metrics), guidedBy(metrics), T, gamma, metrics.n]);
    });
    const rows = [...groups.values()].map((group) => rowOf(group, names.get(group[0]!.metrics)!))
      .sort((a, b) =>
        a.method < b.method ? -1 : a.method > b.method ? 1 : a.T - b.T || a.gamma - b.gamma
      );
    return { first: own[0]!.metrics, rows };
  });
}
