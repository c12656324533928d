import { join } from "node:path";
import { listFiles, namesIn, remove, statOf } from "../../support/files.ts";
import { heldKeys } from "./lease.ts";
import type { Store } from "./store.ts";

/** Something that nothing needs any more. */
export interface Garbage {
  /** Absolute path. */
  readonly path: string;
  readonly what: "manifest" | "object" | "unfinished" | "leftover";
  /** Name of the instance, for a manifest. */
  readonly instance?: string;
  readonly bytes: number;
}

/** Options of {@linkcode findGarbage}. */
export interface GarbageOptions {
  /** Keys whose results must stay. */
  readonly keep: ReadonlySet<string>;
  /** Keys that unfinished runs want, or that are queued: their jobs and checkpoints must stay too. */
  readonly wanted: ReadonlySet<string>;
  /** Milliseconds for which nothing is garbage: a run may be about to use it. */
  readonly minAge: number;
}

function sizeOf(path: string): number {
  const stat = statOf(path);
  if (stat === undefined || !stat.isDirectory) return stat?.size ?? 0;
  return listFiles(path).reduce((sum, name) => sum + (statOf(join(path, name))?.size ?? 0), 0);
}

/** Milliseconds since something was written or put into place: stored files have a fixed time. */
function ageOf(path: string): number {
  const { mtime, ctime } = statOf(path) ?? {};
  const changed = (ctime as Date | null | undefined)?.getTime() ?? 0;
  return Date.now() - Math.max(mtime?.getTime() ?? 0, changed);
}

/** Finds what neither the keys to keep nor a running task needs. */
export function findGarbage(store: Store, { keep, wanted, minAge }: GarbageOptions): Garbage[] {
  const garbage: Garbage[] = [];
  const add = (path: string, what: Garbage["what"], instance?: string) => {
    garbage.push({ path, what, instance, bytes: sizeOf(path) });
  };
  const isOld = (path: string) => ageOf(path) >= minAge;
  const objects = new Set<string>(), graphs = new Set<string>();
  for (const key of store.keys()) {
    const path = store.manifestPath(key);
    const manifest = store.readManifest(key)?.manifest;
    if (manifest !== undefined && (keep.has(key) || wanted.has(key) || !isOld(path))) {
      for (const { hash } of Object.values(manifest.outputs)) objects.add(hash);
      graphs.add(`${manifest.parts.code}.json`);
    } else add(path, "manifest", manifest?.instance);
  }
  for (const first of namesIn(store.objects.path)) {
    for (const name of namesIn(join(store.objects.path, first))) {
      const path = join(store.objects.path, first, name);
      if (objects.has(first + name) || !isOld(path)) continue;
      add(path, name.endsWith(".tmp") ? "leftover" : "object");
    }
  }
  const held = heldKeys(store);
  for (const key of namesIn(join(store.path, "work"))) {
    const path = store.workFolder(key);
    if (!wanted.has(key) && !held.has(key) && isOld(path)) add(path, "unfinished");
  }
  const leftovers = [
    ...namesIn(join(store.path, "leases")).filter((key) => !held.has(key)).map((key) =>
      join("leases", key)
    ),
    ...namesIn(join(store.path, "incoming")).map((name) => join("incoming", name)),
    ...namesIn(join(store.path, "graphs")).filter((name) => !graphs.has(name)).map((name) =>
      join("graphs", name)
    ),
  ].map((name) => join(store.path, name));
  for (const path of leftovers) if (isOld(path)) add(path, "leftover");
  return garbage;
}

/**
 * Removes garbage: manifests first, so that none ever names what is gone. What a run has put into
 * place again in the meantime stays.
 */
export function removeGarbage(garbage: readonly Garbage[], minAge: number): void {
  const drop = ({ path }: Garbage) => ageOf(path) >= minAge && remove(path);
  for (const one of garbage) if (one.what === "manifest") drop(one);
  for (const one of garbage) if (one.what !== "manifest") drop(one);
}
