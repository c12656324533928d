import type { Resources } from "../task.ts";

/** What a machine offers to tasks. */
export interface Capacity {
  /** Tasks at one time. */
  readonly jobs: number;
  /** Cores. */
  readonly cpus: number;
  /** In MiB. */
  readonly memory: number;
  /** Accelerators. */
  readonly gpus: number;
}

/** What this machine has. */
export function machineCapacity(jobs?: number): Capacity {
  const cpus = navigator.hardwareConcurrency;
  const visible = Deno.env.get("CUDA_VISIBLE_DEVICES");
  const gpus = visible === undefined ? 0 : visible.split(",").filter((id) => id !== "").length;
  const memory = Math.floor(Deno.systemMemoryInfo().total / 2 ** 20);
  return { jobs: jobs ?? cpus, cpus, memory, gpus };
}

/** What one running task takes. */
export interface Grant {
  readonly cpus: number;
  readonly memory: number;
  readonly gpus: number;
  /** Whether nothing else may run beside it. */
  readonly alone: boolean;
}

/** What a task gets of a machine: never more than all of it. */
export function grantOf({ cpus = 1, memory = 0, gpus = 0 }: Resources, capacity: Capacity): Grant {
  const alone = cpus === "all" || cpus >= capacity.cpus || memory >= capacity.memory;
  return {
    cpus: cpus === "all" ? capacity.cpus : Math.min(cpus, capacity.cpus),
    memory: Math.min(memory, capacity.memory),
    gpus,
    alone: alone && capacity.cpus > 1,
  };
}

/** Keeps count of what running tasks take. */
export class Ledger {
  readonly capacity: Capacity;
  readonly #taken = new Set<Grant>();

  constructor(capacity: Capacity) {
    this.capacity = capacity;
  }

  /** Whether a task fits beside those that run. */
  fits(grant: Grant): boolean {
    const { jobs, cpus, memory, gpus } = this.capacity;
    const taken = [...this.#taken];
    if (taken.length === 0) return true;
    if (taken.length >= jobs || grant.alone || taken.some(({ alone }) => alone)) return false;
    const sum = (name: "cpus" | "memory" | "gpus") =>
      taken.reduce((total, other) => total + other[name], grant[name]);
    return sum("cpus") <= cpus && sum("memory") <= memory && sum("gpus") <= gpus;
  }

  /** Takes; call {@linkcode Ledger.give} with the same grant afterwards. */
  take(grant: Grant): void {
    this.#taken.add(grant);
  }

  /** Gives back. */
  give(grant: Grant): void {
    this.#taken.delete(grant);
  }
}
