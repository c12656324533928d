import type { Instance } from "../graph/instance.ts";
import type { Manifest } from "../store/manifest.ts";
import type { Keys } from "./keys.ts";

/**
 * Goes over instances as far as their keys can be known: that of an instance hangs on what those
 * that it needs have written, so that it is asked for once all of their results are found.
 *
 * @param instances Each after those that it needs.
 * @param find Finds the result of an instance by its key.
 * @returns What was found, by instance; the others are missing, or need one that is.
 */
export async function followKeys(
  keys: Keys,
  instances: Iterable<Instance>,
  find: (instance: Instance, key: string) => Promise<Manifest | undefined>,
): Promise<ReadonlyMap<Instance, Manifest>> {
  const found = new Map<Instance, Manifest>();
  for (const instance of instances) {
    if (!instance.after.every((needed) => found.has(needed))) continue;
    const { key } = keys.of(instance, (needed) => found.get(needed)!);
    const manifest = await find(instance, key);
    if (manifest !== undefined) found.set(instance, manifest);
  }
  return found;
}
