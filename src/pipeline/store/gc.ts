import { join } from "node:path";
import { listFiles, namesIn, readText, remove, statOf } from "./files.ts";
import { leaseHolder } from "./lease.ts";
import { parseManifest } from "./manifest.ts";
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
  /** Keys that must stay. */
  readonly keep: ReadonlySet<string>;
  /** Milliseconds for which nothing is garbage: a run may be about to use it. */
  readonly minAge: number;
}

function sizeOf(path: string): number {
  const stat = statOf(path);
  if (stat === undefined || !stat.isDirectory) return stat?.size ?? 0;
  return listFiles(path).reduce((sum, name) => sum + (statOf(join(path, name))?.size ?? 0), 0);
}

/** Finds what neither the keys to keep nor a running task needs. */
export function findGarbage(store: Store, { keep, minAge }: GarbageOptions): Garbage[] {
  const now = Date.now();
  // Of what was written and of what was put into place: stored files have a fixed time.
  const age = (path: string) => {
    const { mtime, ctime } = statOf(path) ?? {};
    return now -
      Math.max(mtime?.getTime() ?? 0, (ctime as Date | null | undefined)?.getTime() ?? 0);
  };
  const garbage: Garbage[] = [];
  const used = new Set<string>();
  for (const key of store.keys()) {
    const path = store.manifestPath(key);
    const manifest = parseManifest(readText(path) ?? "", key);
    if (manifest !== undefined && (keep.has(key) || age(path) < minAge)) {
      for (const { hash } of Object.values(manifest.outputs)) used.add(hash);
    } else {
      garbage.push({ path, what: "manifest", instance: manifest?.instance, bytes: sizeOf(path) });
    }
  }
  for (const first of namesIn(store.objects.path)) {
    for (const name of namesIn(join(store.objects.path, first))) {
      const path = join(store.objects.path, first, name);
      if (used.has(first + name) || age(path) < minAge) continue;
      const what = name.endsWith(".tmp") ? "leftover" : "object";
      garbage.push({ path, what, bytes: sizeOf(path) });
    }
  }
  for (const key of namesIn(join(store.path, "work"))) {
    const path = store.workFolder(key);
    if (age(path) < minAge || leaseHolder(store, key) !== undefined) continue;
    garbage.push({ path, what: "unfinished", bytes: sizeOf(path) });
  }
  return garbage;
}

/** Removes garbage: manifests first, so that none ever names what is gone. */
export function removeGarbage(garbage: readonly Garbage[]): void {
  for (const { path, what } of garbage) if (what === "manifest") remove(path);
  for (const { path, what } of garbage) if (what !== "manifest") remove(path);
}
