import { type Difference, nearest } from "./explain.ts";
import { type Forecast, forecaster } from "./forecast.ts";
import type { Instance } from "../graph/instance.ts";
import { Keys } from "../keys/keys.ts";
import type { Pipeline } from "../graph/load.ts";
import { select, type Selection } from "../graph/select.ts";
import type { KeyParts, Manifest } from "../store/manifest.ts";
import type { Lookup, Store } from "../store/store.ts";

/** What a run would do with an instance. */
export interface PlannedInstance {
  /** The instance. */
  readonly instance: Instance;
  /**
   * `cached`: nothing; `run`: run it; `after`: known only when what it reads has run, as its key
   * depends on what that writes.
   */
  readonly action: "cached" | "run" | "after";
  /** Its key, where that can be known yet. */
  readonly key?: string;
  /** What the key is made of. */
  readonly parts?: KeyParts;
  /** Why it would run, in a sentence. */
  readonly reason?: string;
  /** Instances that it needs and that would run before it. */
  readonly waitsFor?: readonly Instance[];
  /** What differs from the nearest stored instance of its kind. */
  readonly differences?: readonly Difference[];
  /** The stored manifest that differs in least. */
  readonly nearest?: Manifest;
  /** The manifest, if it is stored. */
  readonly manifest?: Manifest;
  /** How long it may take, in seconds. */
  readonly estimate?: number;
}

/** Options of {@linkcode plan}. */
export interface PlanOptions extends Selection {
  /** The store to look into. */
  readonly store: Store;
}

/** What the store has done so far; read only when something is to run. */
class History {
  readonly #store: Store;
  #manifests: Manifest[] | undefined;
  #forecast: Forecast | undefined;
  #names: Set<string> | undefined;

  constructor({ store }: PlanOptions) {
    this.#store = store;
  }

  get manifests(): readonly Manifest[] {
    return this.#manifests ??= [...this.#store.manifests()];
  }

  estimate(instance: Instance): Promise<number | undefined> {
    return (this.#forecast ??= forecaster(this.manifests))(instance);
  }

  /** Whether an instance of this name has run before. */
  has({ name }: Instance): boolean {
    return (this.#names ??= new Set(this.manifests.map(({ instance }) => instance))).has(name);
  }
}

function reasonToRun(lookup: Lookup, hasNearest: boolean): string {
  if (lookup.found !== undefined) return "it is forced";
  if (lookup.damage !== undefined) {
    return `${lookup.damage.what} in the store is damaged: ${lookup.damage.reason}`;
  }
  return hasNearest ? "its key is new" : "nothing of its kind has run yet";
}

/** Says for every instance whether it would run, why, and how long that may take. */
export async function plan(pipeline: Pipeline, options: PlanOptions): Promise<PlannedInstance[]> {
  const { store } = options;
  const { wanted, forced } = select(pipeline, options);
  const keys = await Keys.prepare(pipeline.root, store, pipeline.instances);
  const history = new History(options);
  const planned = new Map<Instance, PlannedInstance>();
  const planOne = async (instance: Instance): Promise<PlannedInstance> => {
    const waitsFor = instance.after.filter((needed) => planned.get(needed)?.action !== "cached");
    if (waitsFor.length > 0) {
      const tasks = [...new Set(waitsFor.map(({ task }) => task))].join(" and ");
      const reason = history.has(instance)
        ? `it runs if ${tasks} then writes other bytes than before`
        : `it runs after ${tasks}`;
      const estimate = instance.choice?.isRepetition ? 0 : await history.estimate(instance);
      return { instance, action: "after", reason, waitsFor, estimate };
    }
    const { key, parts } = keys.of(instance, (needed) => planned.get(needed)!.manifest!);
    const lookup = store.lookUp(key, Object.keys(instance.module.definition.outputs));
    if (lookup.found !== undefined && !forced.has(instance)) {
      return { instance, action: "cached", key, parts, manifest: lookup.found };
    }
    const near = nearest(store, parts, instance.name, history.manifests);
    return {
      instance,
      action: "run",
      key,
      parts,
      reason: reasonToRun(lookup, near !== undefined),
      differences: near?.differences,
      nearest: near?.manifest,
      estimate: await history.estimate(instance),
    };
  };
  for (const instance of pipeline.instances) {
    if (wanted.has(instance)) planned.set(instance, await planOne(instance));
  }
  return [...planned.values()];
}
