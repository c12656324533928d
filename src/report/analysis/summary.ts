import type { MoleculeMetrics } from "../../artifacts/metrics.ts";
import { FIGURE_COLUMNS, type FigureColumn } from "./figure_columns.ts";
import { compareSamplers } from "../style/methods.ts";
import { nameMethods } from "./method_naming.ts";
import { type Estimate, estimate, estimateShare, quantile } from "../../statistics/estimates.ts";

/** One setting of the sampler, summed up over its seeds: a row of the table. */
export interface SummaryRow {
  /** Property that was guided. */
  readonly property: string;
  /** Label that was asked for. */
  readonly label: number;
  /** Sampler, such as `mdm`. */
  readonly sampler: string;
  /** Readable name of sampler, S and ω, such as `ProSeCo (2, 2)`: the name of its line. */
  readonly method: string;
  /** Corrector steps each time the corrector fires. */
  readonly S: number;
  /** Every how many unmasking steps the corrector fires. */
  readonly omega: number;
  /** Unmasking steps. */
  readonly T: number;
  /** Guidance strength. */
  readonly gamma: number;
  /** Network evaluations per sequence; a guided step counts as two. */
  readonly nfe: number;
  /** The network that was sampled from, as far as the metrics tell. */
  readonly model: Readonly<Record<string, unknown>> | null;
  /** Seeds that were averaged. */
  readonly seeds: readonly number[];
  /** Samples per seed. */
  readonly count: number;
  /** What the standard errors are over; that of one seed's `value` is over its molecules. */
  readonly seOver: "seeds" | "samples";
  /** The figures of {@linkcode FIGURE_COLUMNS} by name; `null` where no seed has one. */
  readonly figures: Readonly<Record<string, Estimate | null>>;
  /** Novel samples of each seed, in the order of `seeds`. */
  readonly novelCounts: readonly number[];
  /** Novel samples out of 1,024, the paper's count, whatever the count of this run. */
  readonly novelPer1024: Estimate;
  /** Mean property of the novel molecules; `null` where none is novel. */
  readonly value: Estimate | null;
  /** Quartiles over the novel molecules of all seeds. */
  readonly quartiles: readonly [number, number, number] | null;
}

/** The count of samples that the paper reports on. */
export const PAPER_COUNT = 1024;

/** The distinct novel molecules of one metrics file, in the order in which they were drawn. */
export function novelMolecules(metrics: MoleculeMetrics): { canonical: string; value: number }[] {
  const seen = new Map<string, number>();
  for (const { canonical, novel, value } of metrics.molecules) {
    if (novel && canonical !== null && value !== null && !seen.has(canonical)) {
      seen.set(canonical, value);
    }
  }
  return Array.from(seen, ([canonical, value]) => ({ canonical, value }));
}

function scaled({ mean, se }: Estimate, factor: number): Estimate {
  return { mean: mean * factor, se: se === null ? null : se * factor };
}

function estimateFigure(
  group: readonly MoleculeMetrics[],
  { name, isShare }: FigureColumn,
): Estimate | null {
  const values = group.flatMap(({ figures }) => figures[name] ?? []);
  const { count } = group[0]!.settings, [value] = values;
  return isShare && group.length === 1 && value !== undefined
    ? estimateShare(Math.round(value * count), count)
    : estimate(values);
}

function summarizeGroup(unordered: readonly MoleculeMetrics[], method: string): SummaryRow {
  const group = unordered.toSorted((a, b) => a.settings.seed - b.settings.seed);
  const first = group[0]!;
  const { property, label, sampler, corrector, T, gamma, count } = first.settings;
  // One seed has no spread over seeds; the spread over its samples and molecules is the next best.
  const isAlone = group.length === 1;
  const novelCounts = group.map(({ figures }) => figures.novelCount);
  const novel = isAlone
    ? estimateShare(first.figures.novelCount, count)
    : estimate(group.map(({ figures }) => figures.novel))!;
  const pooled = group.flatMap((one) => novelMolecules(one).map(({ value }) => value));
  const means = group.flatMap(({ value }) => value.novel.mean ?? []);
  const value = estimate(means);
  return {
    property,
    label,
    sampler,
    method,
    // A sampler without a corrector has no S and omega; the tables show 0.
    S: corrector?.S ?? 0,
    omega: corrector?.omega ?? 0,
    T,
    gamma,
    nfe: estimate(group.map(({ nfe }) => nfe))!.mean,
    model: first.model ?? null,
    seeds: group.map(({ settings }) => settings.seed),
    count,
    seOver: isAlone ? "samples" : "seeds",
    figures: Object.fromEntries(
      FIGURE_COLUMNS.map((column) => [column.name, estimateFigure(group, column)]),
    ),
    novelCounts,
    novelPer1024: scaled(novel, PAPER_COUNT),
    value: value && isAlone ? { ...value, se: first.value.novel.se } : value,
    quartiles: pooled.length === 0
      ? null
      : [quantile(pooled, 0.25)!, quantile(pooled, 0.5)!, quantile(pooled, 0.75)!],
  };
}

/** Orders rows by property, method, T and γ. */
function compareRows(a: SummaryRow, b: SummaryRow): number {
  return compareProperties(a.property, b.property) || a.label - b.label ||
    compareSamplers(a.sampler, b.sampler) || compareText(a.method, b.method) ||
    a.T - b.T || a.gamma - b.gamma || a.nfe - b.nfe;
}

// The order of the paper's figure.
const PROPERTY_ORDER = ["ring_count", "qed"];

function compareProperties(a: string, b: string): number {
  const rank = (property: string) => {
    const index = PROPERTY_ORDER.indexOf(property);
    return index < 0 ? PROPERTY_ORDER.length : index;
  };
  return rank(a) - rank(b) || compareText(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Groups metrics by all settings but the seed and sums each group up.
 *
 * @throws {RangeError} If two files hold the same setting, model and seed, or differ in `count`.
 */
export function summarize(metrics: readonly MoleculeMetrics[]): SummaryRow[] {
  const names = nameMethods(metrics);
  const groups = new Map<string, { method: string; group: MoleculeMetrics[] }>();
  for (const one of metrics) {
    const { property, label, T, gamma, seed, count } = one.settings;
    const method = names.get(one)!;
    const key = JSON.stringify([property, label, method, T, gamma]);
    const { group } = groups.get(key) ?? { group: [] };
    const setting = `${method}, ${property}, T = ${T}, gamma = ${gamma}`;
    if (group.some(({ settings }) => settings.seed === seed)) {
      throw new RangeError(
        `Cannot sum up metrics: two files hold ${setting}, seed ${seed}; give each once`,
      );
    }
    const known = group[0]?.settings.count ?? count;
    if (known !== count) {
      throw new RangeError(
        `Cannot sum up metrics: the seeds of ${setting} differ in count: got ${known} ` +
          `and ${count}`,
      );
    }
    groups.set(key, { method, group: [...group, one] });
  }
  return Array.from(groups.values(), ({ group, method }) => summarizeGroup(group, method))
    .sort(compareRows);
}

/** Rows of each property, in the order of `rows`. */
export function byProperty<Row extends { readonly property: string }>(
  rows: readonly Row[],
): [string, Row[]][] {
  return [...Map.groupBy(rows, ({ property }) => property)];
}
