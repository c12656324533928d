import type { RunRecord } from "../../pipeline/runs/run_record.ts";
import { Store } from "../../pipeline/store/store.ts";

/** Where the results of a run were computed, and with what. */
export interface RunProvenance {
  /** Names of the machines, with how many tasks each computed. */
  readonly machines: readonly string[];
  /** Exact npm packages that the tasks' code reaches, as `name@version`. */
  readonly packages: readonly string[];
  /** Versions of Deno. */
  readonly deno: readonly string[];
  /** Hashes of what each instance read, by its name. */
  readonly inputHashes: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads from the store's manifests where the results of a run come from; what is gone from the store
 * is left out.
 *
 * @param store Folder of the store.
 */
export function readProvenance(record: RunRecord, store: string): RunProvenance {
  const opened = Store.openExisting(store);
  const found = Object.entries(record.instances).map(([name, { key }]) =>
    [name, opened?.readManifest(key)?.manifest] as const
  );
  const manifests = found.flatMap(([, manifest]) => manifest ?? []);
  const hosts = Map.groupBy(manifests, ({ host }) => host);
  const distinct = (values: readonly string[]) => [...new Set(values)].sort();
  return {
    machines: Array.from(
      hosts,
      ([host, { length }]) => `${host} (${length} ${length === 1 ? "task" : "tasks"})`,
    ),
    packages: distinct(manifests.flatMap(({ parts }) => parts.packages)),
    deno: distinct([record.deno, ...manifests.map(({ deno }) => deno)]),
    inputHashes: new Map(
      found.map(([name, manifest]) => [
        name,
        Object.values(manifest?.parts.inputs ?? {}).flat().map(({ hash }) => hash),
      ]),
    ),
  };
}
