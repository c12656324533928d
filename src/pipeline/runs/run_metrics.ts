import { scalarsIn } from "../../support/json.ts";
import { basename } from "node:path";
import type { JsonValue } from "../task.ts";
import type { StoredRun } from "./stored_runs.ts";

/** A figure that a task recorded. */
export type Figure = number | boolean;

/** What one instance of a run recorded. */
export interface MetricsRow {
  /** Such as `words/2026-11-24_10-01-07-415-5c1e`. */
  readonly run: string;
  /** How the run went. */
  readonly status: string;
  /** Name of the task in the pipeline file. */
  readonly task: string;
  /** Readable name of the instance. */
  readonly instance: string;
  /** Why the instance did not finish, such as `failed: out of memory`; nothing where it did. */
  readonly failure?: string;
  /** Numbers and truth values, by path. */
  readonly metrics: Readonly<Record<string, Figure>>;
}

/** The numbers and truth values within what was recorded, by path; texts and lists are left out. */
export function figuresIn(facts: Readonly<Record<string, JsonValue>>): Record<string, Figure> {
  const isFigure = (entry: readonly [string, unknown]): entry is [string, Figure] =>
    typeof entry[1] === "number" || typeof entry[1] === "boolean";
  return Object.fromEntries([...scalarsIn(facts)].filter(isFigure));
}

/** What the instances of runs recorded: a row for each that recorded a figure or failed. */
export function metricsOfRuns(runs: readonly StoredRun[]): MetricsRow[] {
  return runs.flatMap(({ folder, record }) => {
    const run = `${record.pipeline}/${basename(folder)}`, { status, failures = {} } = record;
    const finished = Object.entries(record.instances).map(([instance, { task, facts }]) => ({
      ...{ run, status, task, instance, metrics: figuresIn(facts) },
    })).filter(({ metrics }) => Object.keys(metrics).length > 0);
    const failed = Object.entries(failures).map(([instance, { task, ...how }]) => ({
      ...{ run, status, task, instance, failure: `${how.status}: ${how.reason}`, metrics: {} },
    }));
    return [...finished, ...failed];
  });
}

/** Names of all metrics of some rows, in the order in which they come. */
export function metricNames(rows: readonly MetricsRow[]): string[] {
  return [...new Set(rows.flatMap(({ metrics }) => Object.keys(metrics)))];
}

/** Rows by a metric, the smallest first; those without it last, as they came. */
export function sortByMetric(rows: readonly MetricsRow[], name: string): MetricsRow[] {
  const valueOf = ({ metrics }: MetricsRow) => Number(metrics[name] ?? Infinity);
  return rows.toSorted((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)];
    return x === y ? 0 : x - y;
  });
}
