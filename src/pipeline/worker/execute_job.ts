import { join } from "node:path";
import { type Job, type JobEarlier, type JobInput, missingJob, readJob } from "./job.ts";
import { UserError } from "../../support/user_error.ts";
import { remove } from "../../support/files.ts";
import { hostName } from "../store/host.ts";
import { acquireLease, type Lease } from "../store/lease.ts";
import { isHash, type ObjectRecord } from "../store/object_record.ts";
import type { Damage } from "../store/objects.ts";
import type { InputHash } from "../store/manifest.ts";
import type { Store } from "../store/store.ts";
import type { GatheredInput } from "../task.ts";
import { describeError } from "./describe_error.ts";
import type { Message } from "./protocol.ts";
import type { TaskEnd, TaskOrder } from "./task_order.ts";

/** What does the work of a job's task: a process of its own, or in tests this one. */
export interface TaskHost {
  /** Id of the process that holds the lease: as long as it lives, no other run does the same work. */
  readonly pid: number;
  /** Does the work. */
  perform(order: TaskOrder): Promise<TaskEnd>;
}

/** Options of {@linkcode executeJob}. */
export interface ExecuteOptions {
  /** Makes what does the work. */
  readonly host: (job: Job) => TaskHost;
  /** Told what happens. */
  readonly report: (message: Message) => void;
  /** Aborted to stop in order while the job waits for its lease, and to tell why its task ended. */
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

function pathOf(store: Store, { path, record }: JobInput): string {
  return path ?? store.objects.pathOf(record.hash);
}

/** More paths than this do not fit on a command line. */
const MOST_PATHS = 200;

/** Absolute paths of all that a job reads; the folder of all objects stands for very many. */
export function inputPaths(store: Store, job: Job): string[] {
  const inputs = Object.values(job.inputs).flatMap(asList);
  const earlier = (job.earlier ?? []).flatMap((one) =>
    [...Object.values(one.outputs), ...grownInputs(one)].map(({ hash }) =>
      store.objects.pathOf(hash)
    )
  );
  const paths = (inputs: readonly JobInput[]) => inputs.map((input) => pathOf(store, input));
  if (inputs.length <= MOST_PATHS) return [...paths(inputs), ...earlier];
  return [store.objects.path, ...paths(inputs.filter(({ path }) => path !== undefined))];
}

/** What an earlier result was made from, of the inputs that grow. */
function grownInputs({ inputs = {} }: JobEarlier): InputHash[] {
  return Object.values(inputs).flatMap((input) => input as InputHash | InputHash[]);
}

/** Whether an object is there, to the byte; of one that is no longer named its hash is all there is. */
function isSound({ objects }: Store, { hash }: InputHash): boolean {
  try {
    return objects.describe(objects.pathOf(hash), "Input").hash === hash;
  } catch {
    return false;
  }
}

/**
 * The earlier results that are still there, to the byte, with what they were made from; the task can do
 * without the others.
 */
function soundEarlier(store: Store, { earlier = [] }: Job): JobEarlier[] {
  return earlier.filter((one) =>
    Object.values(one.outputs).every((record) => store.objects.check(record, true) === undefined) &&
    grownInputs(one).every((input) => isSound(store, input))
  );
}

/** Absolute paths of what an earlier result was made from. */
function earlierInputs({ objects }: Store, { inputs = {} }: JobEarlier) {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      name,
      "hash" in input
        ? objects.pathOf(input.hash)
        : input.map(({ hash, from = "" }) => ({ instance: from, path: objects.pathOf(hash) })),
    ]),
  );
}

function orderOf(
  store: Store,
  job: Job,
  earlier: readonly JobEarlier[],
  { cpus, progressInterval = 100 }: ExecuteOptions,
): TaskOrder {
  const inputs: Record<string, string | readonly GatheredInput[]> = {};
  for (const [name, input] of Object.entries(job.inputs)) {
    inputs[name] = Array.isArray(input)
      ? asList(input).map((item) => ({ instance: item.from, path: pathOf(store, item) }))
      : pathOf(store, input as JobInput);
  }
  const folder = join(store.workFolder(job.key), "outputs");
  return {
    module: job.module,
    params: job.params,
    environment: job.parts.environment,
    inputs,
    outputs: Object.fromEntries(job.outputs.map((name) => [name, join(folder, name)])),
    earlier: earlier.map((one) => ({
      params: one.params,
      outputs: Object.fromEntries(
        Object.entries(one.outputs).map(([name, { hash }]) => [name, store.objects.pathOf(hash)]),
      ),
      inputs: earlierInputs(store, one),
    })),
    scratch: store.scratchFolder(job.key),
    cpus: job.cpus ?? cpus ?? navigator.hardwareConcurrency,
    progressInterval,
  };
}

/** Moves what a task wrote into the store. */
function takeOutputs(store: Store, job: Job, { outputs }: TaskOrder): Record<string, ObjectRecord> {
  const taken = Object.entries(outputs).map(([name, path]) => [
    name,
    store.objects.take(path, `Output "${name}" of ${job.instance}`),
  ]);
  return Object.fromEntries(taken);
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
  host: TaskHost,
  options: ExecuteOptions,
): Promise<Message> {
  const known = store.lookUp(job.key, job.outputs).found;
  if (known !== undefined && (!job.force || known.run === job.run)) {
    clear(store, job.key);
    return { type: "done", cached: true };
  }
  const damage = checkInputs(store, job);
  if (damage.length > 0) return { type: "damaged", damage };
  const earlier = soundEarlier(store, job);
  const order = orderOf(store, job, earlier, options);
  const folder = join(store.workFolder(job.key), "outputs");
  remove(folder);
  Deno.mkdirSync(folder, { recursive: true });
  Deno.mkdirSync(order.scratch, { recursive: true });
  options.report({ type: "started" });
  const startedAt = new Date().toISOString();
  const start = performance.now();
  const end = await host.perform(order);
  if (end.status === "stopped") return { type: "stopped" };
  if (end.status === "failed") {
    return options.signal.aborted ? { type: "stopped" } : { type: "failed", message: end.message };
  }
  const seconds = Math.round(performance.now() - start) / 1000;
  const outputs = takeOutputs(store, job, order);
  if (!lease.isHeld()) {
    throw new UserError(
      "Another machine took this instance over, as this one gave no sign of life",
    );
  }
  const { key, instance, pipeline, run, parts } = job;
  store.writeManifest({
    ...{ key, instance, pipeline, run, parts, outputs, facts: end.facts, startedAt, seconds },
    ...earlier.length > 0 && { earlier: earlier.map(({ key }) => key) },
    host: hostName().replace(/#.*/, ""),
    deno: Deno.version.deno,
  });
  clear(store, job.key);
  return { type: "done", cached: false };
}

/**
 * Sees one instance through: waits for its lease, checks its inputs, lets its task do the work, stores
 * what it wrote and writes the manifest last. The task itself touches nothing of the store.
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
    const host = options.host(job);
    lease = await acquireLease(store, key, {
      pid: host.pid,
      signal,
      onWait: (holder) => report({ type: "waiting", holder }),
      onTakeover: (holder) => report({ type: "takeover", holder }),
    });
    report(await runLeased(store, job, lease, host, options));
  } catch (error) {
    if (signal.aborted) report({ type: "stopped" });
    else report({ type: "failed", message: describeError(error) });
    if (!(error instanceof UserError) && !signal.aborted) throw error;
  } finally {
    lease?.release();
  }
}
