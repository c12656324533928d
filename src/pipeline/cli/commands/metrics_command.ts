import { suggest } from "../../../support/suggest.ts";
import { UserError } from "../../../support/user_error.ts";
import { EXIT } from "../../../terminal/exit.ts";
import { print } from "../../../terminal/output.ts";
import {
  metricNames,
  metricsOfRuns,
  type MetricsRow,
  sortByMetric,
} from "../../runs/run_metrics.ts";
import { findRun } from "../../runs/stored_runs.ts";
import { metricsTables } from "../display/metrics_tables.ts";
import { type Arguments, resultsPath } from "../arguments.ts";

/** Quotes what a comma, a quote or a line break would tear apart (RFC 4180). */
function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function csv(rows: readonly MetricsRow[]): string {
  const names = metricNames(rows);
  const hasFailures = rows.some(({ failure }) => failure !== undefined);
  const lines = rows.map(({ run, status, task, instance, metrics, failure = "" }) => [
    ...[run, status, task, instance],
    ...names.map((name) => String(metrics[name] ?? "")),
    ...hasFailures ? [failure] : [],
  ]);
  const head = ["run", "status", "task", "instance", ...names, ...hasFailures ? ["failure"] : []];
  return [head, ...lines].map((line) => line.map(csvField).join(",")).join("\n");
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
  else print(sorted.length === 0 ? "These runs recorded no figures" : metricsTables(sorted, sort));
  return await Promise.resolve(EXIT.done);
}
