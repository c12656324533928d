import { basename, join } from "node:path";
import { compareRuns } from "../compare.ts";
import { findPipeline, pipelineFiles } from "../load.ts";
import { UserError } from "../problem.ts";
import { readRunRecord } from "../run_folder.ts";
import { findRun, listRuns } from "../runs.ts";
import { namesIn } from "../store/files.ts";
import { leaseHolder } from "../store/lease.ts";
import { readJob } from "../job.ts";
import { Store } from "../store/store.ts";
import type { JsonValue } from "../task.ts";
import { EXIT } from "./exit.ts";
import { formatSeconds } from "./format.ts";
import { type Arguments, resultsPath, storePath } from "./options.ts";
import { print } from "./output.ts";

/** Writes rows as columns that line up. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, i) => Math.max(cell.length, widest[i] ?? 0)),
    [],
  );
  return rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i])).join("  ").trimEnd())
    .join("\n");
}

function describePipeline(path: string): string {
  const [, first = ""] = /^description:\s*(.*)$/m.exec(Deno.readTextFileSync(path)) ?? [];
  return first.replace(/^["'>|-]+\s*|["']$/g, "");
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
  const runs = listRuns(results, name);
  if (args.flag("json")) {
    for (const { record: { instances: _, ...rest } } of runs) print(JSON.stringify(rest));
    return EXIT.done;
  }
  const rows = runs.map(({ folder, record }) => [
    basename(folder),
    record.status,
    record.profile ?? "",
    `${Object.keys(record.instances).length} instances`,
    formatSeconds(workOf(record.instances)),
  ]);
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
  if (outputs.length > 0) print(`\nPublished\n${table(outputs)}`);
  return EXIT.done;
}

/** The `diff` command: parameters and metrics of two runs side by side. */
export async function diffCommand(args: Arguments, root: string): Promise<number> {
  const [first, second] = args.positionals;
  if (second === undefined) throw new UserError("Name two runs: diff RUN RUN");
  const results = resultsPath(args, root);
  const [before, after] = [findRun(first, results), findRun(second, results)];
  const store = Store.open(storePath(args, root));
  const lines = compareRuns(before.record, after.record, store);
  if (args.flag("json")) {
    for (const line of lines) print(JSON.stringify(line));
    return await Promise.resolve(EXIT.done);
  }
  const show = (value: JsonValue | undefined) => value === undefined ? "-" : JSON.stringify(value);
  const change = ({ before, after }: { before?: JsonValue; after?: JsonValue }) =>
    typeof before === "number" && typeof after === "number"
      ? `${after > before ? "+" : ""}${Number((after - before).toPrecision(4))}`
      : "";
  const rows = lines.map((line) => [line.name, show(line.before), show(line.after), change(line)]);
  const head = ["", basename(before.folder), basename(after.folder), "change"];
  print(rows.length === 0 ? "The runs do not differ" : table([head, ...rows]));
  return EXIT.done;
}

/** The `status` command: what is running, and how the newest runs went. */
export async function statusCommand(args: Arguments, root: string): Promise<number> {
  const store = Store.open(storePath(args, root));
  const results = resultsPath(args, root);
  const [wanted] = args.positionals;
  const running = namesIn(join(store.path, "leases")).flatMap((key) => {
    const holder = leaseHolder(store, key);
    const instance = readJob(store, key)?.instance ?? key;
    return holder === undefined ? [] : [{ instance, key, ...holder }];
  });
  const held = new Set(running.map(({ key }) => key));
  const unfinished = namesIn(join(store.path, "work")).filter((key) => !held.has(key)).map((
    key,
  ) => ({
    key,
    instance: readJob(store, key)?.instance ?? key,
    hasCheckpoint: namesIn(store.scratchFolder(key)).length > 0,
  }));
  const pipelines = [...pipelineFiles(root).keys()].filter((name) =>
    wanted === undefined || name === wanted
  );
  const newest = pipelines.map((pipeline) => {
    const runs = namesIn(join(results, pipeline)).filter((name) => name !== "latest");
    const run = runs.at(-1);
    const record = run === undefined ? undefined : readRunRecord(join(results, pipeline, run));
    return {
      pipeline,
      run,
      status: record?.status ?? (run === undefined ? "never run" : "unfinished"),
    };
  });
  if (args.flag("json")) {
    print(JSON.stringify({ running, unfinished, newest }));
    return await Promise.resolve(EXIT.done);
  }
  for (const { instance, pid, host, since } of running) {
    print(`→ ${instance} is running: process ${pid} on ${host.replace(/#.*/, "")} since ${since}`);
  }
  for (const { instance, hasCheckpoint } of unfinished) {
    print(`■ ${instance} is unfinished${hasCheckpoint ? " and goes on from its checkpoint" : ""}`);
  }
  const rows = newest.map(({ pipeline, run, status }) => [pipeline, status, run ?? ""]);
  if (rows.length > 0) print(table(rows));
  return EXIT.done;
}
