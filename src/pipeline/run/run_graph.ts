import type { RunCounts } from "../runs/events.ts";
import type { Instance } from "../graph/instance.ts";
import type { FailedInstance } from "../runs/run_record.ts";
import type { FinishedInstance } from "./run_folder.ts";
import type { KeyParts, Manifest } from "../store/manifest.ts";

/** How far an instance of a run is. */
export type InstanceStatus =
  | "blocked"
  | "ready"
  | "running"
  | "done"
  | "failed"
  /** A trial of a search that failed: the others go on. */
  | "lost"
  | "skipped"
  | "stopped";

/** An instance of a run, and how far it is. */
export interface InstanceState {
  readonly instance: Instance;
  /** Place in the order of the file. */
  readonly index: number;
  /** Length of the longest way to an end: the longer, the earlier it should start. */
  height: number;
  /** Instances that it still waits for. */
  missing: number;
  status: InstanceStatus;
  /** Why it failed. */
  reason?: string;
  attempts: number;
  /** Attempts that ended through no fault of the task's. */
  interruptions: number;
  key?: string;
  parts?: KeyParts;
  manifest?: Manifest;
  cached?: boolean;
  isForced: boolean;
  /** How often its inputs were found damaged. */
  damaged: number;
}

/** The instances of a run over the graph of what needs what. */
export class RunGraph {
  readonly #states = new Map<Instance, InstanceState>();
  readonly #dependents = new Map<Instance, InstanceState[]>();
  #ready: InstanceState[] = [];

  /** @param instances Each after those that it needs, all of which are there. */
  constructor(instances: readonly Instance[], forced: ReadonlySet<Instance>) {
    for (const [index, instance] of instances.entries()) {
      const state: InstanceState = {
        instance,
        index,
        height: 0,
        missing: instance.after.length,
        status: "blocked",
        attempts: 0,
        interruptions: 0,
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
      for (const { height } of this.dependents(state)) {
        state.height = Math.max(state.height, height + 1);
      }
    }
  }

  /** Whether there are instances that {@linkcode RunGraph.takeReady} would give. */
  get hasReady(): boolean {
    return this.#ready.length > 0;
  }

  /** The instances that became ready since the last call. */
  takeReady(): InstanceState[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  /** The state of an instance of the run. */
  stateOf(instance: Instance): InstanceState {
    return this.#states.get(instance)!;
  }

  /** The manifest of an instance that has ended; none of a trial that failed. */
  manifestOf(instance: Instance): Manifest | undefined {
    return this.stateOf(instance).manifest;
  }

  /** The instances that need an instance. */
  dependents({ instance }: InstanceState): readonly InstanceState[] {
    return this.#dependents.get(instance) ?? [];
  }

  #makeReady(state: InstanceState): void {
    state.status = "ready";
    this.#ready.push(state);
  }

  /** Marks an instance as finished and makes ready what waited for it alone. */
  finish(state: InstanceState, manifest: Manifest, isCached: boolean): void {
    Object.assign(state, { manifest, cached: isCached, status: "done", isForced: false });
    this.#release(state);
  }

  /** Marks a trial of a search as failed: what chooses among the trials goes on without it. */
  lose(state: InstanceState): void {
    state.status = "lost";
    this.#release(state);
  }

  #release(state: InstanceState): void {
    for (const dependent of this.dependents(state)) {
      dependent.missing--;
      if (dependent.missing === 0 && dependent.status === "blocked") this.#makeReady(dependent);
    }
  }

  /** Makes a finished instance run again; what needs it and has not started waits for it. */
  redo(state: InstanceState): void {
    state.isForced = true;
    for (const dependent of this.dependents(state)) {
      dependent.missing++;
      if (dependent.status === "ready") dependent.status = "blocked";
    }
    this.#ready = this.#ready.filter(({ status }) => status !== "blocked");
    this.#makeReady(state);
  }

  /** Marks an instance as failed and gives all that cannot run without it. */
  fail(state: InstanceState): InstanceState[] {
    state.status = "failed";
    const skipped: InstanceState[] = [];
    const open = [state];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const dependent of this.dependents(next)) {
        if (dependent.status !== "blocked" && dependent.status !== "ready") continue;
        dependent.status = "skipped";
        skipped.push(dependent);
        open.push(dependent);
      }
    }
    return skipped;
  }

  /** How many instances ended in which way. */
  counts(): RunCounts {
    const states = [...this.#states.values()];
    const count = (status: InstanceStatus) =>
      states.filter((state) => state.status === status).length;
    const done = count("done"), failed = count("failed"), skipped = count("skipped");
    const lost = count("lost");
    const cached = states.filter((state) => state.status === "done" && state.cached).length;
    const stopped = states.length - done - failed - skipped - lost;
    const counts = { cached, ran: done - cached, failed, skipped, stopped };
    return lost === 0 ? counts : { ...counts, lost };
  }

  /** The instances that failed, trials among them, or were stopped as they ran. */
  failures(): Record<string, FailedInstance> {
    const failed = (status: InstanceStatus) => status === "failed" || status === "lost";
    return Object.fromEntries(
      [...this.#states.values()].filter(({ status }) => failed(status) || status === "stopped")
        .map(({ instance, status, key, parts, reason }) => [instance.name, {
          task: instance.task,
          key,
          status: failed(status) ? "failed" : "stopped",
          reason: reason ?? "the run was stopped",
          coordinates: instance.coordinates,
          params: parts?.params ?? instance.params,
        }]),
    );
  }

  /** The instances whose results are there. */
  finished(): FinishedInstance[] {
    return [...this.#states.values()].flatMap(({ instance, manifest, cached, status }) =>
      status === "done" ? [{ instance, manifest: manifest!, cached: cached === true }] : []
    );
  }
}
