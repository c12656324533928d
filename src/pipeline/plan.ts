import { type Difference, nearest } from "./explain.ts";
import type { Instance } from "./instance.ts";
import { Keys } from "./keys.ts";
import type { Pipeline } from "./load.ts";
import { select, type Selection } from "./select.ts";
import type { KeyParts, Manifest } from "./store/manifest.ts";
import type { Store } from "./store/store.ts";

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
  /** What differs from the nearest stored instance of its kind. */
  readonly differences?: readonly Difference[];
  /** The stored manifest that differs in least. */
  readonly nearest?: Manifest;
  /** The manifest, if it is stored. */
  readonly manifest?: Manifest;
  /** How long it may take, in seconds, from earlier instances of its kind. */
  readonly estimate?: number;
}

/** Options of {@linkcode plan}. */
export interface PlanOptions extends Selection {
  /** The store to look into. */
  readonly store: Store;
}

/** Seconds that earlier instances took: of the same name, else the mean of the same kind. */
function estimates(manifests: readonly Manifest[]): (instance: Instance) => number | undefined {
  const byName = new Map<string, Manifest>();
  const byKind = Map.groupBy(manifests, ({ parts }) => parts.kind);
  for (const manifest of manifests) {
    const known = byName.get(manifest.instance);
    if (known === undefined || known.startedAt < manifest.startedAt) {
      byName.set(manifest.instance, manifest);
    }
  }
  return ({ name, module: { definition: { kind } } }) => {
    const same = byName.get(name);
    if (same?.parts.kind === kind) return same.seconds;
    const alike = byKind.get(kind);
    if (alike === undefined) return undefined;
    return alike.reduce((sum, { seconds }) => sum + seconds, 0) / alike.length;
  };
}

/** Says for every instance whether it would run, why, and how long that may take. */
export async function plan(pipeline: Pipeline, options: PlanOptions): Promise<PlannedInstance[]> {
  const { store } = options;
  const { wanted, forced } = select(pipeline, options);
  const keys = await Keys.prepare(pipeline.root, store, pipeline.instances);
  const planned = new Map<Instance, PlannedInstance>();
  let manifests: Manifest[] | undefined;
  let estimate: ReturnType<typeof estimates> | undefined;
  const history = () => manifests ??= [...store.manifests()];
  const estimateOf = (instance: Instance) => (estimate ??= estimates(history()))(instance);
  for (const instance of pipeline.instances) {
    if (!wanted.has(instance)) continue;
    const waitsFor = instance.after.find((needed) => planned.get(needed)?.action !== "cached");
    if (waitsFor !== undefined) {
      const reason = `it needs ${waitsFor.name}; runs unless that writes the same as before`;
      planned.set(instance, { instance, action: "after", reason, estimate: estimateOf(instance) });
      continue;
    }
    const { key, parts } = keys.of(instance, (needed) => planned.get(needed)!.manifest!);
    const { found: manifest, ...rest } = store.lookUp(key);
    if (manifest !== undefined && !forced.has(instance)) {
      planned.set(instance, { instance, action: "cached", key, parts, manifest });
      continue;
    }
    const near = nearest(store, parts, instance.name, history());
    const damage = "damage" in rest ? rest.damage : undefined;
    const reason = manifest !== undefined
      ? "it is forced"
      : damage !== undefined
      ? `${damage.what} in the store is damaged: ${damage.reason}`
      : near === undefined
      ? "nothing of its kind has run yet"
      : "its key is new";
    planned.set(instance, {
      instance,
      action: "run",
      key,
      parts,
      reason,
      differences: near?.differences,
      nearest: near?.manifest,
      estimate: estimateOf(instance),
    });
  }
  return [...planned.values()];
}
