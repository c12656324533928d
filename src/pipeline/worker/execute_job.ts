import { join } from "node:path";
import { checkParsed } from "../file/check_params.ts";
import { type Job, type JobInput, missingJob, readJob } from "./job.ts";
import { UserError } from "../../support/user_error.ts";
import type { Message } from "./protocol.ts";
import { importTask } from "../file/task_registry.ts";
import { remove } from "../../support/files.ts";
import { hostName } from "../store/host.ts";
import { acquireLease, type Lease } from "../store/lease.ts";
import type { Manifest } from "../store/manifest.ts";
import { isHash, type ObjectRecord } from "../store/object_record.ts";
import type { Damage } from "../store/objects.ts";
import type { Store } from "../store/store.ts";
import type { GatheredInput, JsonValue, Progress, TaskDefinition } from "../task.ts";

/** Options of {@linkcode executeJob}. */
export interface ExecuteOptions {
  /** Told what happens. */
  readonly report: (message: Message) => void;
  /** Aborted to stop the task in order. */
  readonly signal: AbortSignal;
  /** Cores that a job may use which was granted all. @default {those of this machine} */
  readonly cpus?: number;
  /** Milliseconds between two reports of progress. @default {100} */
  readonly progressInterval?: number;
}

function asList(input: JobInput | readonly JobInput[]): readonly JobInput[] {
  return Array.isArray(input) ? input : [input as JobInput];
}

/** Reads every input's bytes once more: what a task computes from must be what its key says. */
function checkInputs(store: Store, job: Job): Damage[] {
  const damage: Damage[] = [];
  for (const { path, record, from } of Object.values(job.inputs).flatMap(asList)) {
    if (path === undefined) {
      const found = store.objects.check(record, true);
      if (found !== undefined) damage.push(found);
      continue;
    }
    const { hash } = store.objects.describe(path, `Input "${from}"`, { follow: true });
    if (hash !== record.hash) {
      throw new UserError(`"${from}" changed since the run looked at it: run again`);
    }
  }
  return damage;
}

function inputPaths(store: Store, job: Job, definition: TaskDefinition) {
  const pathOf = ({ path, record }: JobInput) => path ?? store.objects.pathOf(record.hash);
  const inputs: Record<string, string | readonly GatheredInput[]> = {};
  for (const [name, input] of Object.entries(job.inputs)) {
    inputs[name] = definition.inputs[name]!.many === true
      ? asList(input).map((item) => ({ instance: item.from, path: pathOf(item) }))
      : pathOf(asList(input)[0]!);
  }
  return inputs;
}

function thinned({ report, progressInterval = 100 }: ExecuteOptions): (progress: Progress) => void {
  let last = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (now - last < progressInterval && progress.done < progress.total) return;
    last = now;
    report({ type: "progress", progress });
  };
}

async function runTask(
  store: Store,
  job: Job,
  options: ExecuteOptions,
): Promise<Omit<Manifest, "startedAt" | "seconds">> {
  const { report, signal } = options;
  const definition = await importTask(job.module);
  const params = checkParsed(definition, job.params);
  const folder = join(store.workFolder(job.key), "outputs");
  remove(folder);
  Deno.mkdirSync(folder, { recursive: true });
  const scratch = store.scratchFolder(job.key);
  Deno.mkdirSync(scratch, { recursive: true });
  const outputNames = Object.keys(definition.outputs);
  const facts: Record<string, JsonValue> = {};
  await definition.run(
    {
      params,
      inputs: inputPaths(store, job, definition),
      outputs: Object.fromEntries(outputNames.map((name) => [name, join(folder, name)])),
      scratch,
      cpus: job.cpus ?? options.cpus ?? navigator.hardwareConcurrency,
      signal,
      progress: thinned(options),
      log: (line) => report({ type: "log", line }),
      record: (more) => void Object.assign(facts, more),
    } as Parameters<TaskDefinition["run"]>[0],
  );
  const outputs: Record<string, ObjectRecord> = {};
  for (const name of outputNames) {
    outputs[name] = store.objects.take(join(folder, name), `Output "${name}" of ${job.instance}`);
  }
  const { key, instance, pipeline, run, parts } = job;
  const host = hostName().replace(/#.*/, "");
  return { key, instance, pipeline, run, parts, outputs, facts, host, deno: Deno.version.deno };
}

/** Removes what an unfinished key had, now that it is finished. */
function clear(store: Store, key: string): void {
  try {
    remove(store.workFolder(key));
  } catch {
    // A run may be leaving the same job anew at this very moment; it will find the result.
  }
}

async function runLeased(
  store: Store,
  job: Job,
  lease: Lease,
  options: ExecuteOptions,
): Promise<void> {
  const { report } = options;
  const known = store.lookUp(job.key, job.outputs).found;
  if (known !== undefined && (!job.force || known.run === job.run)) {
    clear(store, job.key);
    report({ type: "done", cached: true });
    return;
  }
  const damage = checkInputs(store, job);
  if (damage.length > 0) {
    report({ type: "damaged", damage });
    return;
  }
  report({ type: "started" });
  const startedAt = new Date().toISOString();
  const start = performance.now();
  const result = await runTask(store, job, options);
  const seconds = Math.round(performance.now() - start) / 1000;
  if (!lease.isHeld()) {
    throw new UserError(
      "Another machine took this instance over, as this one gave no sign of life",
    );
  }
  store.writeManifest({ ...result, startedAt, seconds });
  clear(store, job.key);
  report({ type: "done", cached: false });
}

/**
 * Runs one instance in this process: waits for its lease, checks its inputs, runs its task, stores
 * what it wrote and writes the manifest last.
 */
export async function executeJob(
  store: Store,
  key: string,
  options: ExecuteOptions,
): Promise<void> {
  const { report, signal } = options;
  let lease: Lease | undefined;
  try {
    const job = isHash(key) ? readJob(store, key) : undefined;
    if (job === undefined) {
      // Another process finished the key and cleared up between the order and now.
      if (!isHash(key) || store.lookUp(key).found === undefined) throw missingJob(store, key);
      report({ type: "done", cached: true });
      return;
    }
    lease = await acquireLease(store, key, {
      signal,
      onWait: (holder) => report({ type: "waiting", holder }),
      onTakeover: (holder) => report({ type: "takeover", holder }),
    });
    await runLeased(store, job, lease, options);
  } catch (error) {
    if (signal.aborted) report({ type: "stopped" });
    else report({ type: "failed", message: describeError(error) });
    if (!(error instanceof UserError) && !signal.aborted) throw error;
  } finally {
    lease?.release();
  }
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isNamed = error.name === "Error" || error instanceof UserError;
  return isNamed ? error.message : `${error.name}: ${error.message}`;
}
