import { join } from "node:path";
import { z } from "zod";
import { describeMistake } from "../../artifacts/json_file.ts";
import type { RunRecord } from "./recorded_run.ts";

const hashed = z.looseObject({ hash: z.string() });
const manifestSchema = z.looseObject({
  host: z.string(),
  deno: z.string(),
  parts: z.looseObject({
    inputs: z.record(z.string(), z.union([hashed, z.array(hashed)])),
    packages: z.array(z.string()),
  }),
});

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

async function readManifest(store: string, key: string) {
  const path = join(store, "manifests", key.slice(0, 2), `${key.slice(2)}.json`);
  try {
    // The first line is the checksum of the second.
    const [, body] = (await Deno.readTextFile(path)).split("\n");
    return manifestSchema.parse(JSON.parse(body));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new Error(`Cannot read manifest "${path}": ${describeMistake(error)}`, {
      cause: error,
    });
  }
}

/**
 * Reads from the store's manifests where the results of a run come from; what is gone from the store
 * is left out.
 *
 * @param store Folder of the store.
 */
export async function readProvenance(record: RunRecord, store: string): Promise<RunProvenance> {
  const found = await Promise.all(
    Object.entries(record.instances).map(async ([name, { key }]) =>
      [name, await readManifest(store, key)] as const
    ),
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
