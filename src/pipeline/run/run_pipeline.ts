import { join } from "node:path";
import { createExecutor, DEFAULT_EXECUTOR } from "../executors/executors.ts";
import type { RunCounts, RunStatus } from "../runs/events.ts";
import { Keys } from "../keys/keys.ts";
import type { Pipeline } from "../graph/load.ts";
import { RunFolder } from "./run_folder.ts";
import type { RunOptions } from "./run_options.ts";
import { Scheduler } from "./scheduler.ts";
import { select } from "../graph/select.ts";
import type { Manifest } from "../store/manifest.ts";

/** How a run went. */
export interface RunResult {
  /** How the run ended. */
  readonly status: RunStatus;
  /** How many instances ended in which way. */
  readonly counts: RunCounts;
  /** Wall time, in seconds. */
  readonly seconds: number;
  /** Folder of the run: what it published, its manifest and its logs. */
  readonly folder?: string;
  /** Manifests of the finished instances, by name. */
  readonly manifests: ReadonlyMap<string, Manifest>;
}

function statusOf(
  { failed, stopped }: RunCounts,
  { signal, killSignal }: RunOptions,
): RunStatus {
  const isAborted = signal?.aborted || killSignal?.aborted;
  if (isAborted && stopped > 0) return "stopped";
  if (failed > 0) return "failed";
  // What was submitted to a batch system may have been cancelled from elsewhere.
  return stopped > 0 ? "stopped" : "done";
}

/**
 * Runs a pipeline: looks up what is stored, runs the rest over the graph, in parallel where it may,
 * and publishes the outputs.
 */
export async function run(pipeline: Pipeline, options: RunOptions): Promise<RunResult> {
  const start = performance.now();
  const { store, onEvent, results } = options;
  const selected = select(pipeline, options);
  const { name, profile } = pipeline;
  onEvent?.({ type: "begun", pipeline: name, profile, instances: selected.wanted.size });
  const keys = await Keys.prepare(pipeline.root, store, pipeline.instances);
  const executor = options.executor ?? await createExecutor(DEFAULT_EXECUTOR, { store });
  const folder = new RunFolder(join(results, name), pipeline, store, options.command);
  const graph = await new Scheduler(pipeline, selected, { ...options, executor }, keys, folder)
    .run();
  const counts = graph.counts(), finished = graph.finished();
  const status = statusOf(counts, options);
  folder.finish(status, finished, graph.failures());
  const seconds = (performance.now() - start) / 1000;
  onEvent?.({ type: "ended", status, counts, seconds, folder: folder.path });
  const manifests = new Map(finished.map(({ instance, manifest }) => [instance.name, manifest]));
  return { status, counts, seconds, folder: folder.path, manifests };
}
