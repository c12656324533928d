import { suggest } from "../../../support/suggest.ts";
import { UserError } from "../../../support/user_error.ts";
import { EXIT } from "../../../terminal/exit.ts";
import { table } from "../../../terminal/format.ts";
import { print } from "../../../terminal/output.ts";
import {
  metricNames,
  metricsOfRuns,
  type MetricsRow,
  sortByMetric,
} from "../../runs/run_metrics.ts";
import { findRun } from "../../runs/stored_runs.ts";
import { type Arguments, resultsPath } from "../arguments.ts";

/** Quotes what a comma, a quote or a line break would tear apart (RFC 4180). */
function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function shown(value: number | boolean | undefined): string {
  if (value === undefined) return "";
  return typeof value === "boolean" ? String(value) : String(Number(value.toPrecision(6)));
}

function csv(rows: readonly MetricsRow[]): string {
  const names = metricNames(rows);
  const lines = rows.map(({ run, status, task, instance, metrics }) => [
    ...[run, status, task, instance],
    ...names.map((name) => String(metrics[name] ?? "")),
  ]);
  const head = ["run", "status", "task", "instance", ...names];
  return [head, ...lines].map((line) => line.map(csvField).join(",")).join("\n");
}

/** Tasks record different things: each has a table of its own. */
function tables(rows: readonly MetricsRow[], sort: string | undefined): string {
  const byTask = Map.groupBy(rows, ({ task }) => task);
  return [...byTask].flatMap(([task, rows]) => {
    const names = metricNames(rows);
    if (sort !== undefined && !names.includes(sort)) return [];
    const lines = rows.map(({ run, status, instance, metrics }) => [
      instance === task ? run : `${run} ${instance}`,
      status,
      ...names.map((name) => shown(metrics[name])),
    ]);
    return [`${task}\n${table([["", "", ...names], ...lines])}`];
  }).join("\n\n");
}

/** The `metrics` command: what tasks of some runs recorded, side by side. */
export async function metricsCommand(args: Arguments, root: string): Promise<number> {
  if (args.positionals.length === 0) {
    throw new UserError("Name runs: metrics RUN... (a pipeline's name means its newest)");
  }
  const results = resultsPath(args, root);
  const all = metricsOfRuns(args.positionals.map((name) => findRun(name, results)));
  const only = args.texts("only"), tasks = new Set(all.map(({ task }) => task));
  for (const name of only) {
    if (tasks.has(name)) continue;
    throw new UserError(`No task "${name}" recorded a figure. ${suggest(name, tasks)}`);
  }
  const rows = all.filter(({ task }) => only.length === 0 || only.includes(task));
  const sort = args.text("sort"), names = metricNames(rows);
  if (sort !== undefined && !names.includes(sort)) {
    throw new UserError(`There is no metric "${sort}". ${suggest(sort, names)}`);
  }
  const sorted = sort === undefined ? rows : sortByMetric(rows, sort);
  if (args.flag("json")) { for (const row of sorted) print(JSON.stringify(row)); }
  else if (args.flag("csv")) print(csv(sorted));
  else print(sorted.length === 0 ? "These runs recorded no figures" : tables(sorted, sort));
  return await Promise.resolve(EXIT.done);
}
