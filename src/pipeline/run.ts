import { join } from "node:path";
import { type Capacity, type Grant, grantOf, Ledger, machineCapacity } from "./capacity.ts";
import type { Finisher, RunCounts, RunEvent, RunStatus } from "./events.ts";
import type { Execution, Executor, Outcome } from "./executor.ts";
import { type InputSource, type Instance, sourceName } from "./instance.ts";
import { type JobInput, writeJob } from "./job.ts";
import { Keys } from "./keys.ts";
import type { Pipeline } from "./load.ts";
import { LocalExecutor } from "./local_executor.ts";
import { fileNameOf } from "./naming.ts";
import type { RemoteStore } from "./remote/remote_store.ts";
import { select, type Selection } from "./select.ts";
import { type FinishedInstance, RunFolder } from "./run_folder.ts";
import { remove } from "./store/files.ts";
import { leaseHolder } from "./store/lease.ts";
import type { KeyParts, Manifest } from "./store/manifest.ts";
import type { Store } from "./store/store.ts";

/** Options of {@linkcode run}. */
export interface RunOptions extends Selection {
  /** The store to look into and to fill. */
  readonly store: Store;
  /** Folder for the folders of runs. */
  readonly results: string;
  /** Tasks at one time. @default {the number of cores} */
  readonly jobs?: number;
  /** Whether to go on with what does not need a task that failed. @default {false} */
  readonly keepGoing?: boolean;
  /** Runs the instances. @default {new LocalExecutor()} */
  readonly executor?: Executor;
  /** A second store to look into and to feed. */
  readonly remote?: RemoteStore;
  /** What the machine offers. @default {what this one has} */
  readonly capacity?: Capacity;
  /** Environment variables that tasks are to see. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds before the first repetition of a failed instance; doubled for each more. @default {1000} */
  readonly retryDelay?: number;
  /** Aborted to stop in order: running tasks write a checkpoint. */
  readonly signal?: AbortSignal;
  /** Aborted to stop at once. */
  readonly killSignal?: AbortSignal;
  /** Told what happens. */
  readonly onEvent?: (event: RunEvent) => void;
}

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

type Status = "blocked" | "ready" | "running" | "done" | "failed" | "skipped" | "stopped";

interface State {
  readonly instance: Instance;
  readonly index: number;
  /** Length of the longest way to an end: the longer, the earlier it should start. */
  height: number;
  /** Instances that it still waits for. */
  missing: number;
  status: Status;
  attempts: number;
  key?: string;
  parts?: KeyParts;
  manifest?: Manifest;
  cached?: boolean;
  isForced: boolean;
  /** How often its inputs were found damaged. */
  damaged: number;
}

/** How long a task may take over its checkpoint once it is told to stop, in milliseconds. */
const GRACE = 30_000;
const ELSEWHERE_INTERVAL = 300;
const MOST_DAMAGE = 2;

class Runner {
  readonly #pipeline: Pipeline;
  readonly #options: RunOptions;
  readonly #keys: Keys;
  readonly #executor: Executor;
  readonly #ledger: Ledger;
  readonly #folder: RunFolder;
  readonly #fixed: ReadonlySet<Instance>;
  readonly #states = new Map<Instance, State>();
  readonly #dependents = new Map<Instance, State[]>();
  /** Ready, not looked up yet. */
  readonly #ready: State[] = [];
  /** Looked up and not stored. */
  #queue: State[] = [];
  readonly #executions = new Set<Execution>();
  #isRemoteLost = false;
  readonly #pushes: Promise<void>[] = [];
  /** Attempts under way, and those that wait for their time. */
  #active = 0;
  #halted = false;
  #wake: () => void = () => {};

  constructor(pipeline: Pipeline, options: RunOptions, keys: Keys, folder: RunFolder) {
    this.#pipeline = pipeline;
    this.#options = options;
    this.#keys = keys;
    this.#folder = folder;
    this.#executor = options.executor ?? new LocalExecutor();
    this.#ledger = new Ledger(options.capacity ?? machineCapacity(options.jobs));
    const { wanted, fixed, forced } = select(pipeline, options);
    this.#fixed = fixed;
    for (const [index, instance] of pipeline.instances.entries()) {
      if (!wanted.has(instance)) continue;
      const state: State = {
        instance,
        index,
        height: 0,
        missing: instance.after.length,
        status: "blocked",
        attempts: 0,
        isForced: forced.has(instance),
        damaged: 0,
      };
      this.#states.set(instance, state);
      for (const needed of instance.after) {
        const list = this.#dependents.get(needed);
        if (list === undefined) this.#dependents.set(needed, [state]);
        else list.push(state);
      }
      if (state.missing === 0) this.#makeReady(state);
    }
    for (const state of [...this.#states.values()].reverse()) {
      for (const { height } of this.#dependents.get(state.instance) ?? []) {
        state.height = Math.max(state.height, height + 1);
      }
    }
  }

  #emit(event: RunEvent): void {
    this.#options.onEvent?.(event);
  }

  #makeReady(state: State): void {
    state.status = "ready";
    this.#ready.push(state);
  }

  /** Goes on until nothing runs and nothing can be started. */
  async go(): Promise<void> {
    const { signal, killSignal } = this.#options;
    const onStop = () => {
      this.#halted = true;
      for (const execution of this.#executions) execution.stop();
      this.#wake();
    };
    const onKill = () => {
      onStop();
      for (const execution of this.#executions) execution.kill();
    };
    signal?.addEventListener("abort", onStop);
    killSignal?.addEventListener("abort", onKill);
    if (signal?.aborted) onStop();
    try {
      for (;;) {
        this.#lookUpReady();
        this.#startQueued();
        if (this.#ready.length > 0) continue;
        if (this.#active === 0) break;
        await new Promise<void>((resolve) => this.#wake = resolve);
      }
      await Promise.all(this.#pushes);
    } finally {
      signal?.removeEventListener("abort", onStop);
      killSignal?.removeEventListener("abort", onKill);
    }
  }

  #lookUpReady(): void {
    for (let i = 0; i < this.#ready.length; i++) this.#lookUp(this.#ready[i]);
    this.#ready.length = 0;
  }

  #lookUp(state: State): void {
    const { instance } = state;
    const { key, parts } = this.#keys.of(instance, (needed) => this.#states.get(needed)!.manifest!);
    Object.assign(state, { key, parts });
    const lookup = this.#options.store.lookUp(key);
    if (lookup.found !== undefined && !state.isForced) {
      state.cached = true;
      this.#emit({ type: "cached", instance: instance.name, key });
      this.#finish(state, lookup.found);
      return;
    }
    if (lookup.found === undefined && lookup.damage !== undefined) {
      const { what, reason, hash } = lookup.damage;
      this.#emit({
        type: "damaged",
        instance: instance.name,
        reason: `${what} in the store is damaged (${reason}): ${hash}`,
      });
    }
    if (this.#fixed.has(instance)) {
      this.#fail(state, "it is not stored, and this run may not run it", "");
      return;
    }
    this.#emit({ type: "missing", instance: instance.name, key });
    this.#queue.push(state);
  }

  #startQueued(): void {
    if (this.#halted || this.#queue.length === 0) return;
    this.#queue.sort((a, b) => b.height - a.height || a.index - b.index);
    const running = new Set(
      [...this.#states.values()].flatMap(({ status, key }) => status === "running" ? [key] : []),
    );
    this.#queue = this.#queue.filter((state) => {
      const grant = grantOf(state.instance.resources, this.#ledger.capacity);
      // Two instances may share a key: the second then finds what the first stored.
      if (running.has(state.key) || !this.#ledger.fits(grant)) return true;
      running.add(state.key);
      state.status = "running";
      this.#ledger.take(grant);
      this.#active++;
      const failed = (error: Error) => this.#fail(state, error.message, "");
      this.#attempt(state, grant).catch(failed).finally(() => {
        this.#ledger.give(grant);
        this.#active--;
        this.#wake();
      });
      return false;
    });
  }

  async #attempt(state: State, grant: Grant): Promise<void> {
    const { instance } = state;
    const { store } = this.#options;
    const key = state.key!;
    const stored = state.isForced ? undefined : store.lookUp(key).found;
    if (stored !== undefined) return this.#finishRan(state, stored, "another process");
    const elsewhere = leaseHolder(store, key);
    if (elsewhere !== undefined) {
      // Its place is free for others meanwhile.
      this.#emit({ type: "waiting", instance: instance.name, holder: elsewhere });
      this.#waitElsewhere(state);
      return;
    }
    const pulled = state.isForced ? undefined : await this.#pull(key);
    if (pulled !== undefined) return this.#finishRan(state, pulled, "the remote store");
    if (this.#halted) {
      state.status = "ready";
      return;
    }
    const logPath = this.#folder.logPath(fileNameOf(instance.name));
    this.#writeJob(state, grant);
    state.attempts++;
    const outcome = await this.#execute(state, logPath);
    switch (outcome.status) {
      case "done": {
        const { found } = store.lookUp(key);
        if (found === undefined) this.#fail(state, "what it wrote is not in the store", logPath);
        else {
          this.#push(found, outcome.cached);
          this.#finishRan(state, found, outcome.cached ? "another process" : "this run");
        }
        return;
      }
      case "stopped":
        state.status = "stopped";
        this.#emit({ type: "stopped", instance: instance.name });
        return;
      case "damaged":
        return this.#repair(state, outcome, logPath);
      case "failed":
        if (this.#halted && this.#options.signal?.aborted) {
          state.status = "stopped";
          this.#emit({ type: "stopped", instance: instance.name });
        } else if (state.attempts <= instance.retry && !this.#halted) {
          this.#retry(state, outcome.message);
        } else this.#fail(state, outcome.message, logPath);
    }
  }

  async #pull(key: string): Promise<Manifest | undefined> {
    const { remote, store } = this.#options;
    if (remote === undefined || this.#isRemoteLost) return undefined;
    try {
      return await remote.pull(key, store) ? store.lookUp(key).found : undefined;
    } catch (error) {
      this.#loseRemote(error as Error);
    }
  }

  /** Sends what was run here while other instances go on. */
  #push(manifest: Manifest, cached: boolean): void {
    const { remote, store } = this.#options;
    if (remote === undefined || cached || this.#isRemoteLost) return;
    const push = remote.push(manifest, store).catch((error) => this.#loseRemote(error));
    this.#pushes.push(push);
  }

  /** A remote store that cannot be reached must not hold up the run. */
  #loseRemote({ message }: Error): void {
    if (this.#isRemoteLost) return;
    this.#isRemoteLost = true;
    const { name } = this.#options.remote!;
    this.#emit({
      type: "warning",
      message: `going on without the remote store ${name}: ${message}`,
    });
  }

  /** Puts an instance back into the queue after a while; it counts as running meanwhile. */
  #later(state: State, delay: number, isDue: () => boolean = () => true): void {
    this.#active++;
    const timer = setInterval(() => {
      if (!this.#halted && !isDue()) return;
      clearInterval(timer);
      this.#active--;
      state.status = "ready";
      this.#queue.push(state);
      this.#wake();
    }, delay);
  }

  #waitElsewhere(state: State): void {
    const { store } = this.#options;
    this.#later(state, ELSEWHERE_INTERVAL, () => leaseHolder(store, state.key!) === undefined);
  }

  #retry(state: State, message: string): void {
    const { retryDelay = 1000 } = this.#options;
    const attempt = state.attempts + 1;
    this.#emit({ type: "retry", instance: state.instance.name, message, attempt });
    this.#later(state, retryDelay * 2 ** (state.attempts - 1));
  }

  async #execute({ instance, key, attempts, parts }: State, logPath: string): Promise<Outcome> {
    const name = instance.name;
    const job = this.#jobOf.get(key!)!;
    let lateBy: number | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const execution = this.#executor.start({ ...job, parts: parts! }, {
      store: this.#options.store.path,
      logPath,
      onMessage: (message) => {
        if (message.type === "waiting") {
          this.#emit({ type: "waiting", instance: name, holder: message.holder });
        } else if (message.type === "takeover") {
          this.#emit({ type: "takeover", instance: name, holder: message.holder });
        } else if (message.type === "progress") {
          this.#emit({ type: "progress", instance: name, progress: message.progress });
        } else if (message.type === "log") {
          this.#emit({ type: "log", instance: name, line: message.line });
        } else if (message.type === "started" && instance.timeout !== undefined) {
          timer = setTimeout(() => {
            lateBy = instance.timeout;
            execution.stop();
            timer = setTimeout(() => execution.kill(), GRACE);
          }, instance.timeout * 1000);
        }
      },
    });
    this.#executions.add(execution);
    this.#emit({ type: "started", instance: name, key: key!, attempt: attempts, log: logPath });
    if (this.#options.killSignal?.aborted) execution.kill();
    const outcome = await execution.outcome;
    clearTimeout(timer);
    this.#executions.delete(execution);
    this.#jobOf.delete(key!);
    if (lateBy === undefined || outcome.status === "done") return outcome;
    return { status: "failed", message: `it took longer than its timeout of ${lateBy} s` };
  }

  readonly #jobOf = new Map<string, Parameters<typeof writeJob>[1]>();

  #writeJob({ instance, key, parts, isForced }: State, { cpus }: Grant): void {
    const { store, environment } = this.#options;
    const toInput = (source: InputSource): JobInput => {
      const from = sourceName(source);
      if ("path" in source) {
        return { from, path: source.path, record: this.#keys.external(source.path) };
      }
      const { outputs } = this.#states.get(source.instance)!.manifest!;
      return { from, record: outputs[source.output] };
    };
    const inputs: Record<string, JobInput | readonly JobInput[]> = {};
    for (const [name, input] of Object.entries(instance.inputs)) {
      inputs[name] = Array.isArray(input) ? input.map(toInput) : toInput(input as InputSource);
    }
    const job = {
      key: key!,
      parts: parts!,
      instance: instance.name,
      pipeline: this.#pipeline.name,
      run: this.#folder.id,
      force: isForced,
      module: instance.module.url,
      params: instance.params,
      inputs,
      cpus: Math.max(1, Math.floor(cpus)),
      environment,
    };
    if (isForced) remove(store.scratchFolder(key!));
    writeJob(store, job);
    this.#jobOf.set(key!, job);
  }

  #finishRan(state: State, manifest: Manifest, by: Finisher): void {
    state.cached = false;
    const { name } = state.instance;
    const { key, seconds } = manifest;
    this.#emit({ type: "finished", instance: name, key, seconds, by });
    this.#finish(state, manifest);
  }

  #finish(state: State, manifest: Manifest): void {
    state.manifest = manifest;
    state.status = "done";
    state.isForced = false;
    for (const dependent of this.#dependents.get(state.instance) ?? []) {
      dependent.missing--;
      if (dependent.missing === 0 && dependent.status === "blocked") this.#makeReady(dependent);
    }
  }

  /** Runs again whatever wrote a damaged object; the one that found it waits for that. */
  #repair(state: State, outcome: Outcome & { status: "damaged" }, logPath: string): void {
    const { store } = this.#options;
    const hashes = new Set(outcome.damage.map(({ hash }) => hash));
    const writers = state.instance.after.filter((needed) =>
      Object.values(this.#states.get(needed)!.manifest!.outputs).some(({ hash }) =>
        hashes.has(hash)
      )
    );
    const reason = outcome.damage.map(({ hash, reason }) => `${hash}: ${reason}`).join("; ");
    if (state.damaged++ >= MOST_DAMAGE || writers.some((writer) => this.#fixed.has(writer))) {
      this.#fail(state, `its input in the store is damaged (${reason})`, logPath);
      return;
    }
    for (const hash of hashes) store.objects.discard(hash);
    state.status = "blocked";
    for (const writer of writers) {
      const damaged = this.#states.get(writer)!;
      const { name } = writer;
      this.#emit({
        type: "damaged",
        instance: name,
        reason: `what it stored is damaged (${reason})`,
      });
      damaged.isForced = true;
      for (const dependent of this.#dependents.get(writer) ?? []) {
        dependent.missing++;
        if (dependent.status === "ready") dependent.status = "blocked";
      }
      this.#queue = this.#queue.filter(({ status }) => status !== "blocked");
      this.#makeReady(damaged);
    }
  }

  #fail(state: State, message: string, log: string): void {
    state.status = "failed";
    this.#emit({ type: "failed", instance: state.instance.name, message, log });
    if (this.#options.keepGoing !== true) this.#halted = true;
    const skip = (failed: State) => {
      for (const dependent of this.#dependents.get(failed.instance) ?? []) {
        if (dependent.status !== "blocked" && dependent.status !== "ready") continue;
        dependent.status = "skipped";
        const instance = dependent.instance.name;
        this.#emit({ type: "skipped", instance, because: state.instance.name });
        skip(dependent);
      }
    };
    skip(state);
  }

  /** How it went, once {@linkcode go} has returned. */
  result(): { status: RunStatus; counts: RunCounts; finished: FinishedInstance[] } {
    const states = [...this.#states.values()];
    const count = (status: Status) => states.filter((state) => state.status === status).length;
    const cached = states.filter((state) => state.status === "done" && state.cached).length;
    const counts = {
      cached,
      ran: count("done") - cached,
      failed: count("failed"),
      skipped: count("skipped"),
      stopped: states.length - count("done") - count("failed") - count("skipped"),
    };
    const isStopped = this.#options.signal?.aborted || this.#options.killSignal?.aborted;
    const status = isStopped && counts.stopped > 0
      ? "stopped"
      : counts.failed > 0
      ? "failed"
      : "done";
    const finished = states.flatMap(({ instance, manifest, cached }) =>
      manifest === undefined ? [] : [{ instance, manifest, cached: cached === true }]
    );
    return { status, counts, finished };
  }
}

/**
 * Runs a pipeline: looks up what is stored, runs the rest over the graph, in parallel where it may,
 * and publishes the outputs.
 */
export async function run(pipeline: Pipeline, options: RunOptions): Promise<RunResult> {
  const start = performance.now();
  const { store, onEvent, results } = options;
  onEvent?.({
    type: "begun",
    pipeline: pipeline.name,
    profile: pipeline.profile,
    instances: pipeline.instances.length,
  });
  const keys = await Keys.prepare(pipeline.root, store, pipeline.instances);
  const folder = new RunFolder(join(results, pipeline.name), pipeline);
  const runner = new Runner(pipeline, options, keys, folder);
  await runner.go();
  const { status, counts, finished } = runner.result();
  folder.finish(status, finished, store);
  const seconds = (performance.now() - start) / 1000;
  onEvent?.({ type: "ended", status, counts, seconds, folder: folder.path });
  const manifests = new Map(finished.map(({ instance, manifest }) => [instance.name, manifest]));
  return { status, counts, seconds, folder: folder.path, manifests };
}
