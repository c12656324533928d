import { differences, formatDifference } from "../../plan/explain.ts";
import { findPipeline, loadPipeline, type Pipeline, pipelineFiles } from "../../graph/load.ts";
import { plan, type PlannedInstance } from "../../plan/plan_pipeline.ts";
import { UserError } from "../../../support/user_error.ts";
import type { RunRecord } from "../../runs/run_record.ts";
import { listRuns } from "../../runs/stored_runs.ts";
import { instancesNamed } from "../../graph/select.ts";
import type { Manifest } from "../../store/manifest.ts";
import type { Store } from "../../store/store.ts";
import { EXIT } from "../../../terminal/exit.ts";
import { formatSeconds } from "../../../terminal/format.ts";
import { applyDataOption, loadNamed } from "../load_named.ts";
import { type Arguments, resultsPath } from "../arguments.ts";
import { storeToRead } from "../store_to_read.ts";
import { plannedJson, reasonLines } from "../display/planned_lines.ts";
import { print } from "../../../terminal/output.ts";

interface Question {
  readonly pipeline: Pipeline;
  /** Names of tasks or instances. */
  readonly names: readonly string[];
}

function isPipeline(name: string, root: string): boolean {
  try {
    findPipeline(name, root);
    return true;
  } catch {
    return false;
  }
}

/** The newest run that has a task or instance of a name, else the newest of all. */
function runWith(name: string, results: string): RunRecord | undefined {
  const runs = listRuns(results).map(({ record }) => record).reverse();
  const has = ({ instances }: RunRecord) =>
    Object.entries(instances).some(([instance, { task }]) => instance === name || task === name);
  return runs.find(has) ?? runs[0];
}

/** Without the name of a pipeline, the newest run with the task is meant, and its settings. */
async function readQuestion(args: Arguments, root: string): Promise<Question> {
  const [first, ...rest] = args.positionals;
  if (first === undefined) throw new UserError("Name a task: why TASK, or why PIPELINE TASK");
  if (isPipeline(first, root)) {
    if (rest.length === 0) throw new UserError(`Name a task: why ${first} TASK`);
    return { pipeline: await loadNamed(args, root), names: rest };
  }
  const record = runWith(first, resultsPath(args, root));
  const [only, ...others] = pipelineFiles(root).keys();
  const name = record?.pipeline ?? (others.length === 0 ? only : undefined);
  if (name === undefined) throw new UserError(`Name a pipeline: why PIPELINE ${first}`);
  applyDataOption(args);
  const pipeline = await loadPipeline(name, {
    root,
    profile: args.text("profile") ?? record?.profile,
    set: [...record?.settings ?? [], ...args.texts("set")],
  });
  return { pipeline, names: args.positionals };
}

/** The manifest that the same instance left before. */
function earlierOf(manifest: Manifest, store: Store): Manifest | undefined {
  let latest: Manifest | undefined;
  for (const other of store.manifests()) {
    if (other.instance !== manifest.instance || other.parts.kind !== manifest.parts.kind) continue;
    if (other.key === manifest.key || other.startedAt >= manifest.startedAt) continue;
    if (latest === undefined || other.startedAt > latest.startedAt) latest = other;
  }
  return latest;
}

/** What made a stored instance run when it did. */
function cachedLines({ instance, manifest, key }: PlannedInstance, store: Store): string[] {
  const { run, startedAt, seconds, parts } = manifest!;
  const at = startedAt.slice(0, 16).replace("T", " ");
  const lines = [
    `✓ ${instance.name} is cached: it ran at ${at} in ${formatSeconds(seconds)}`,
    `    run ${run}, key ${key}`,
  ];
  const earlier = earlierOf(manifest!, store);
  if (earlier === undefined) return lines;
  const before = earlier.startedAt.slice(0, 16).replace("T", " ");
  return [
    ...lines,
    `    it ran because, against ${before}:`,
    ...differences(store, earlier.parts, parts).map((one) => `      ${formatDifference(one)}`),
  ];
}

function openLines(one: PlannedInstance, planned: readonly PlannedInstance[]): string[] {
  const lines = [`→ ${one.instance.name} would run`, ...reasonLines(one)];
  const cause = planned.find(({ action }) => action === "run");
  if (one.action !== "after" || cause === undefined) return lines;
  return [...lines, `  It begins with ${cause.instance.name}`, ...reasonLines(cause)];
}

/** The `why` command: what makes an instance run again, or made it run when it did. */
export async function whyCommand(args: Arguments, root: string): Promise<number> {
  const { pipeline, names } = await readQuestion(args, root);
  const asked = instancesNamed(pipeline, names);
  const store = storeToRead(args, root);
  const planned = await plan(pipeline, { store, until: names });
  for (const one of planned) {
    if (!asked.has(one.instance)) continue;
    if (args.flag("json")) print(plannedJson(one));
    else if (one.action === "cached") print(cachedLines(one, store).join("\n"));
    else print(openLines(one, planned).join("\n"));
  }
  return EXIT.done;
}
