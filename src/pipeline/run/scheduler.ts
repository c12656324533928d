import { startAttempt } from "./attempt.ts";
import { type Grant, grantOf, Ledger, machineCapacity } from "../plan/capacity.ts";
import { earlierResults } from "./earlier_results.ts";
import type { Finisher, RunEvent } from "../runs/events.ts";
import type { Execution, Executor, Outcome } from "../executors/executor.ts";
import type { Instance } from "../graph/instance.ts";
import { type JobEarlier, writeJob } from "../worker/job.ts";
import type { Keys } from "../keys/keys.ts";
import type { Pipeline } from "../graph/load.ts";
import { makeJob } from "./make_job.ts";
import { fileNameOf } from "../graph/naming.ts";
import { RemoteLink } from "../store/remote/remote_link.ts";
import type { RunFolder } from "./run_folder.ts";
import { type InstanceState, RunGraph } from "./run_graph.ts";
import type { RunOptions } from "./run_options.ts";
import type { Selected } from "../graph/select.ts";
import { remove } from "../../support/files.ts";
import { UserError } from "../../support/user_error.ts";
import { LeaseObserver } from "../store/lease.ts";
import type { Manifest } from "../store/manifest.ts";

/** Milliseconds between two looks at an instance that another process is running. */
const ELSEWHERE_INTERVAL = 300;
const MOST_DAMAGE = 2;
/** Nodes that fail or jobs that are preempted so often are no chance any more. */
const MOST_INTERRUPTIONS = 50;
/** Milliseconds before a repetition at most. */
const LONGEST_DELAY = 300_000;
const UNLIMITED = { jobs: Infinity, cpus: Infinity, memory: Infinity, gpus: Infinity };

function outputNames({ module }: Instance): readonly string[] {
  return Object.keys(module.definition.outputs);
}

/** Starts the instances of a run as soon as what they need and what the machine has allow. */
export class Scheduler {
  readonly #pipeline: Pipeline;
  readonly #options: RunOptions;
  readonly #keys: Keys;
  readonly #folder: RunFolder;
  readonly #executor: Executor;
  readonly #ledger: Ledger;
  readonly #remote: RemoteLink;
  readonly #leases: LeaseObserver;
  readonly #graph: RunGraph;
  /** Instances that may not run: their results must be stored. */
  readonly #fixed: ReadonlySet<Instance>;
  /** Looked up and not stored. */
  #queue: InstanceState[] = [];
  /** What was stored when it was first asked for. */
  #stored: readonly Manifest[] | undefined;
  readonly #runningKeys = new Set<string>();
  readonly #executions = new Set<Execution>();
  /** End the waiting of instances that wait for their time. */
  readonly #waits = new Set<() => void>();
  /** Attempts under way, and instances that wait for their time. */
  #active = 0;
  #halted = false;
  #wake: () => void = () => {};

  constructor(
    pipeline: Pipeline,
    { wanted, fixed, forced }: Selected,
    options: RunOptions & { readonly executor: Executor },
    keys: Keys,
    folder: RunFolder,
  ) {
    this.#pipeline = pipeline;
    this.#options = options;
    this.#keys = keys;
    this.#folder = folder;
    this.#executor = options.executor;
    const capacity = options.capacity ?? machineCapacity(options.jobs);
    this.#ledger = new Ledger(this.#executor.schedules ? UNLIMITED : capacity);
    this.#remote = new RemoteLink(
      options.remote,
      options.store,
      (message) => this.#emit({ type: "warning", message }),
    );
    this.#leases = new LeaseObserver(options.store);
    this.#fixed = fixed;
    const instances = pipeline.instances.filter((instance) => wanted.has(instance));
    this.#graph = new RunGraph(instances, forced);
  }

  #emit(event: RunEvent): void {
    this.#options.onEvent?.(event);
  }

  /** Goes on until nothing runs and nothing can be started. */
  async run(): Promise<RunGraph> {
    const { signal, killSignal } = this.#options;
    const onStop = () => {
      this.#halt();
      for (const execution of this.#executions) execution.stop();
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
        while (this.#graph.hasReady) {
          for (const state of this.#graph.takeReady()) this.#lookUp(state);
        }
        this.#startQueued();
        if (this.#graph.hasReady) continue;
        if (this.#active === 0) break;
        await new Promise<void>((resolve) => this.#wake = resolve);
      }
      await this.#remote.settle();
    } finally {
      signal?.removeEventListener("abort", onStop);
      killSignal?.removeEventListener("abort", onKill);
    }
    return this.#graph;
  }

  /** Starts nothing more. */
  #halt(): void {
    this.#halted = true;
    for (const end of this.#waits) end();
    this.#wake();
  }

  #lookUp(state: InstanceState): void {
    const { instance } = state;
    let made;
    try {
      made = this.#keys.of(instance, (needed) => this.#graph.manifestOf(needed));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return this.#fail(state, error.message, "");
    }
    const { key } = made;
    Object.assign(state, made);
    this.#folder.want(key);
    const lookup = this.#options.store.lookUp(key, outputNames(instance));
    if (lookup.found !== undefined && !state.isForced) {
      this.#emit({ type: "cached", instance: instance.name, key });
      this.#graph.finish(state, lookup.found, true);
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
    this.#queue = this.#queue.filter((state) => {
      const key = state.key!;
      const grant = grantOf(state.instance.resources, this.#ledger.capacity);
      // Two instances may share a key: the second then finds what the first stored.
      const fits = this.#executor.schedules || this.#ledger.fits(grant);
      if (this.#runningKeys.has(key) || !fits) return true;
      this.#runningKeys.add(key);
      state.status = "running";
      this.#ledger.take(grant);
      this.#active++;
      const failed = (error: Error) => this.#fail(state, error.message, "");
      this.#attempt(state, grant).catch(failed).finally(() => {
        this.#runningKeys.delete(key);
        this.#ledger.give(grant);
        this.#active--;
        this.#wake();
      });
      return false;
    });
  }

  async #attempt(state: InstanceState, grant: Grant): Promise<void> {
    const { store } = this.#options;
    const key = state.key!, outputs = outputNames(state.instance);
    const stored = state.isForced ? undefined : store.lookUp(key, outputs).found;
    if (stored !== undefined) return this.#finish(state, stored, "another process");
    const holder = this.#executor.schedules ? undefined : this.#leases.holder(key);
    if (holder !== undefined) {
      // Its place is free for others meanwhile.
      this.#emit({ type: "waiting", instance: state.instance.name, holder });
      const isFree = () => this.#leases.holder(key) === undefined;
      return this.#later(state, ELSEWHERE_INTERVAL, isFree);
    }
    const pulled = state.isForced ? undefined : await this.#remote.pull(key, outputs);
    if (pulled !== undefined) return this.#finish(state, pulled, "the remote store");
    if (this.#halted) {
      state.status = "ready";
      return;
    }
    state.attempts++;
    const logPath = this.#folder.logPath(fileNameOf(state.instance.name));
    this.#settle(state, await this.#execute(state, grant, logPath), logPath);
  }

  /** Results of which an instance may copy parts. */
  #earlier({ instance, parts }: InstanceState): JobEarlier[] {
    const { grows = [] } = instance.module.definition;
    if (grows.length === 0) return [];
    this.#stored ??= [...this.#options.store.manifests()];
    return earlierResults(parts!, grows, this.#stored);
  }

  async #execute(state: InstanceState, { cpus }: Grant, logPath: string): Promise<Outcome> {
    const { instance, attempts, isForced } = state;
    const { store, environment, killSignal } = this.#options;
    const key = state.key!;
    const job = makeJob(instance, this.#keys, (needed) => this.#graph.manifestOf(needed), {
      key,
      parts: state.parts!,
      pipeline: this.#pipeline.name,
      root: this.#pipeline.root,
      run: this.#folder.id,
      force: isForced,
      earlier: isForced ? [] : this.#earlier(state),
      cpus,
      environment,
    });
    if (isForced) remove(store.scratchFolder(key));
    writeJob(store, job);
    const execution = startAttempt(job, {
      executor: this.#executor,
      store: store.path,
      logPath,
      timeout: instance.timeout,
      resources: instance.resources,
      executors: instance.executors,
      onEvent: (event) => this.#emit(event),
    });
    this.#executions.add(execution);
    this.#emit({ type: "started", instance: instance.name, key, attempt: attempts, log: logPath });
    if (killSignal?.aborted) execution.kill();
    const outcome = await execution.outcome;
    this.#executions.delete(execution);
    return outcome;
  }

  /** Draws the consequences of how an attempt ended. */
  #settle(state: InstanceState, outcome: Outcome, logPath: string): void {
    const { store, signal } = this.#options;
    const { instance } = state;
    if (outcome.status === "done") {
      const { found } = store.lookUp(state.key!, outputNames(instance));
      if (found === undefined) {
        return this.#fail(state, "what it wrote is not in the store", logPath);
      }
      if (!outcome.cached) this.#remote.push(found);
      this.#finish(state, found, outcome.cached ? "another process" : "this run");
    } else if (outcome.status === "stopped" || outcome.status !== "damaged" && signal?.aborted) {
      state.status = "stopped";
      this.#emit({ type: "stopped", instance: instance.name });
    } else if (outcome.status === "damaged") {
      this.#repair(state, outcome, logPath);
    } else if (this.#mayRetry(state, outcome.status)) {
      const { retryDelay = 1000 } = this.#options;
      const { message } = outcome;
      const attempt = state.attempts + 1;
      this.#emit({ type: "retry", instance: instance.name, message, attempt });
      this.#later(state, Math.min(retryDelay * 2 ** (state.attempts - 1), LONGEST_DELAY));
    } else this.#fail(state, outcome.message, logPath);
  }

  #mayRetry(state: InstanceState, status: "failed" | "interrupted"): boolean {
    if (this.#halted) return false;
    if (status === "interrupted") return state.interruptions++ < MOST_INTERRUPTIONS;
    return state.attempts - state.interruptions <= state.instance.retry;
  }

  /** Puts an instance back into the queue after a while; it counts as running meanwhile. */
  #later(state: InstanceState, interval: number, isDue: () => boolean = () => true): void {
    this.#active++;
    const end = () => {
      clearInterval(timer);
      this.#waits.delete(end);
      this.#active--;
      state.status = "ready";
      this.#queue.push(state);
      this.#wake();
    };
    const timer = setInterval(() => isDue() && end(), interval);
    this.#waits.add(end);
  }

  #finish(state: InstanceState, manifest: Manifest, by: Finisher): void {
    const { key, seconds, facts } = manifest;
    const { name: instance, module } = state.instance;
    const outcome = module.definition.outcome?.(facts);
    this.#emit({ type: "finished", instance, key, seconds, by, outcome });
    this.#graph.finish(state, manifest, false);
  }

  /** Runs again whatever wrote a damaged object; the one that found it waits for that. */
  #repair(state: InstanceState, outcome: Outcome & { status: "damaged" }, logPath: string): void {
    const told = new Set(outcome.damage.map(({ hash }) => hash));
    // A task may print what looks like such a message: only what it reads can be at stake.
    const hashes = new Set<string>();
    const writers = state.instance.after.filter((needed) => {
      const own = Object.values(this.#graph.manifestOf(needed)?.outputs ?? {}).map(({ hash }) =>
        hash
      )
        .filter((hash) => told.has(hash));
      for (const hash of own) hashes.add(hash);
      return own.length > 0;
    });
    const reason = outcome.damage.map(({ hash, reason }) => `${hash}: ${reason}`).join("; ");
    const isFixed = writers.length === 0 || writers.some((writer) => this.#fixed.has(writer));
    if (state.damaged++ >= MOST_DAMAGE || isFixed) {
      this.#fail(state, `its input in the store is damaged (${reason})`, logPath);
      return;
    }
    for (const hash of hashes) this.#options.store.objects.discard(hash);
    state.status = "blocked";
    for (const writer of writers) {
      this.#emit({
        type: "damaged",
        instance: writer.name,
        reason: `what it stored is damaged (${reason})`,
      });
      this.#graph.redo(this.#graph.stateOf(writer));
    }
    this.#queue = this.#queue.filter(({ status }) => status !== "blocked");
  }

  #fail(state: InstanceState, message: string, log: string): void {
    const { name, trial, choice } = state.instance;
    state.reason = message.replaceAll(`${this.#pipeline.root}/`, "");
    this.#emit({ type: "failed", instance: name, message, log });
    const isOneOfMany = choice === undefined ? trial !== undefined : !choice.isRepetition;
    // What this run may not run was not tried: to choose without it would be to choose wrongly.
    if (isOneOfMany && !this.#fixed.has(state.instance)) {
      this.#emit({ type: "warning", message: `The search goes on without ${name}` });
      this.#graph.lose(state);
      return;
    }
    for (const { instance } of this.#graph.fail(state)) {
      this.#emit({ type: "skipped", instance: instance.name, because: name });
    }
    if (this.#options.keepGoing !== true) this.#halt();
  }
}
