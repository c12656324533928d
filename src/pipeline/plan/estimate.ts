import { type Capacity, type Grant, grantOf, Ledger } from "./capacity.ts";
import type { Instance } from "../graph/instance.ts";
import type { Manifest } from "../store/manifest.ts";

/** Seconds that earlier instances took: of the same name, else the mean of the same kind. */
export function estimator(
  manifests: readonly Manifest[],
): (instance: Instance) => number | undefined {
  const byName = new Map<string, Manifest>();
  const byKind = Map.groupBy(manifests, ({ parts }) => parts.kind);
  for (const manifest of manifests) {
    const known = byName.get(manifest.instance);
    if (known === undefined || known.startedAt < manifest.startedAt) {
      byName.set(manifest.instance, manifest);
    }
  }
  const means = new Map<string, number>();
  for (const [kind, alike] of byKind) {
    means.set(kind, alike.reduce((sum, { seconds }) => sum + seconds, 0) / alike.length);
  }
  return ({ name, module: { definition: { kind } } }) => {
    const same = byName.get(name);
    return same?.parts.kind === kind ? same.seconds : means.get(kind);
  };
}

/** An instance that is to run, and for how long. */
export interface EstimatedInstance {
  readonly instance: Instance;
  /** In seconds. */
  readonly estimate?: number;
}

/**
 * Seconds until all instances have run, as many at one time as the machine takes: what the
 * scheduler would do, with estimates in the place of work.
 *
 * @param open Instances that are to run, each after those it needs.
 */
export function wallTime(open: readonly EstimatedInstance[], capacity: Capacity): number {
  const ledger = new Ledger(capacity);
  const left = new Set(open);
  const unfinished = new Set(open.map(({ instance }) => instance));
  const running: { instance: Instance; grant: Grant; end: number }[] = [];
  let now = 0;
  while (left.size > 0 || running.length > 0) {
    for (const one of left) {
      const { instance, estimate = 0 } = one;
      const grant = grantOf(instance.resources, capacity);
      if (!ledger.fits(grant) || instance.after.some((needed) => unfinished.has(needed))) continue;
      ledger.take(grant);
      left.delete(one);
      running.push({ instance, grant, end: now + estimate });
      if (running.length >= capacity.jobs) break;
    }
    running.sort((a, b) => a.end - b.end);
    const { instance, grant, end } = running.shift()!;
    ledger.give(grant);
    unfinished.delete(instance);
    now = end;
  }
  return now;
}
