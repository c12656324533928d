import { basename, join } from "node:path";
import { compareRuns } from "../../runs/compare_runs.ts";
import { findPipeline, pipelineFiles } from "../../graph/load.ts";
import { UserError } from "../../../support/user_error.ts";
import { tracedRuns } from "../../runs/retention.ts";
import { metricMeans } from "../../runs/metric_means.ts";
import { metricsOfRuns } from "../../runs/run_metrics.ts";
import { readRunRecord, type RunRecord } from "../../runs/run_record.ts";
import { findRun } from "../../runs/stored_runs.ts";
import type { JsonValue } from "../../task.ts";
import { EXIT } from "../../../terminal/exit.ts";
import { formatSeconds, table } from "../../../terminal/format.ts";
import { type Arguments, resultsPath } from "../arguments.ts";
import { storeToRead } from "../store_to_read.ts";
import { figureText, metricsTables } from "../display/metrics_tables.ts";
import { print } from "../../../terminal/output.ts";

function describePipeline(path: string): string {
  const text = `${Deno.readTextFileSync(path)}\n`;
  const match = /^description:[ \t]*(.*)\n((?:[ \t]+\S.*\n)*)/m.exec(text);
  const [, first = "", more = ""] = match ?? [];
  const whole = /^[>|]/.test(first) ? more : `${first} ${more}`;
  return whole.replace(/\s+/g, " ").trim().replace(/^["']|["']$/g, "");
}

/** What the tasks of a run recorded of a metric: a mean over seeds, or the range of such means. */
function metricText(record: RunRecord | undefined, metric: string): string {
  const found = record === undefined ? [] : [...metricMeans(record).values()].flatMap((one) => {
    const value = one.means.get(metric);
    return value === undefined ? [] : [{ task: one.task, value }];
  });
  return [...Map.groupBy(found, ({ task }) => task)].map(([task, group]) => {
    const means = group.map(({ value }) => value.mean);
    return means.length === 1
      ? `${task} ${estimateText(group[0]!.value)}`
      : `${task} ${figureText(Math.min(...means))} to ${figureText(Math.max(...means))}`;
  }).join(", ");
}

function estimateText({ mean, se }: { mean: number; se: number | null }): string {
  return se === null ? figureText(mean) : `${figureText(mean)} ± ${Number(se.toPrecision(2))}`;
}

/** The `list` command: the pipelines, or the runs of one. */
export async function listCommand(args: Arguments, root: string): Promise<number> {
  const [name] = args.positionals;
  const results = resultsPath(args, root);
  if (name === undefined) {
    const rows = [...pipelineFiles(root)].map((
      [pipeline, path],
    ) => [pipeline, describePipeline(path)]);
    if (args.flag("json")) {
      for (const [pipeline, description] of rows) print(JSON.stringify({ pipeline, description }));
    } else print(rows.length === 0 ? "There are no pipelines" : table(rows));
    return await Promise.resolve(EXIT.done);
  }
  findPipeline(name, root);
  const runs = tracedRuns(results, storeToRead(args, root))
    .filter(({ pipeline }) => pipeline === name);
  if (args.flag("json")) {
    for (const { run, pipeline, folder, status } of runs) {
      const { instances, ...record } = readRunRecord(folder) ?? {};
      const metrics = Object.fromEntries(
        [...metricMeans({ instances: instances ?? {} })]
          .map(([name, { means }]) => [name, Object.fromEntries(means)]),
      );
      print(JSON.stringify({ run, pipeline, ...record, status, metrics }));
    }
    return EXIT.done;
  }
  const metric = args.text("metric");
  const rows = runs.map(({ run, folder, status }) => {
    const record = readRunRecord(folder), { profile = "", instances = {} } = record ?? {};
    const count = Object.keys(instances).length;
    return [
      ...[run, status, profile, `${count} instances`, formatSeconds(workOf(instances))],
      ...metric === undefined ? [] : [metricText(record, metric)],
    ];
  });
  print(rows.length === 0 ? `"${name}" has no runs yet` : table(rows));
  return EXIT.done;
}

function workOf(instances: Readonly<Record<string, { cached: boolean; seconds: number }>>): number {
  return Object.values(instances).reduce(
    (sum, { cached, seconds }) => sum + (cached ? 0 : seconds),
    0,
  );
}

/** The `show` command: one run. */
export async function showCommand(args: Arguments, root: string): Promise<number> {
  const [name] = args.positionals;
  if (name === undefined) {
    throw new UserError("Name a run: show RUN (or a pipeline for its newest)");
  }
  const { folder, record } = findRun(name, resultsPath(args, root));
  if (args.flag("json")) {
    print(JSON.stringify(record));
    return await Promise.resolve(EXIT.done);
  }
  const params = Object.entries(record.params).map(([param, value]) => [
    `  ${param}`,
    JSON.stringify(value),
  ]);
  const instances = Object.entries(record.instances).map(([instance, { cached, seconds, key }]) => [
    `  ${instance}`,
    cached ? "cached" : formatSeconds(seconds),
    key.slice(0, 12),
  ]);
  const outputs = Object.entries(record.outputs).map(([path, { instance }]) => [
    `  ${join(folder, path)}`,
    instance,
  ]);
  print(`${record.pipeline}/${record.run}: ${record.status}, ${record.finishedAt}`);
  const profile = record.profile === undefined ? "" : ` (profile ${record.profile})`;
  if (params.length > 0) print(`\nParameters${profile}\n${table(params)}`);
  print(`\nInstances\n${table(instances)}`);
  const metrics = metricsOfRuns([{ folder, record }]);
  if (metrics.length > 0) print(`\nRecorded\n${metricsTables(metrics)}`);
  if (outputs.length > 0) print(`\nPublished\n${table(outputs)}`);
  return EXIT.done;
}

/** The `diff` command: parameters and metrics of two runs side by side. */
export async function diffCommand(args: Arguments, root: string): Promise<number> {
  const [first, second] = args.positionals;
  if (first === undefined || second === undefined) {
    throw new UserError("Name two runs: diff RUN RUN");
  }
  const results = resultsPath(args, root);
  const [before, after] = [findRun(first, results), findRun(second, results)];
  const store = storeToRead(args, root);
  const lines = compareRuns(before.record, after.record, store);
  if (args.flag("json")) {
    print(JSON.stringify(lines));
    return await Promise.resolve(EXIT.done);
  }
  const show = (value: JsonValue | undefined, error?: number) => {
    if (value === undefined) return "-";
    if (error === undefined || typeof value !== "number") return JSON.stringify(value);
    return estimateText({ mean: value, se: error });
  };
  const change = ({ before, after }: { before?: JsonValue; after?: JsonValue }) =>
    typeof before === "number" && typeof after === "number"
      ? `${after > before ? "+" : ""}${Number((after - before).toPrecision(4))}`
      : "";
  const rows = lines.map((line) => [
    line.name,
    show(line.before, line.beforeError),
    show(line.after, line.afterError),
    change(line),
  ]);
  const head = ["", basename(before.folder), basename(after.folder), "change"];
  print(rows.length === 0 ? "The runs do not differ" : table([head, ...rows]));
  return EXIT.done;
}
