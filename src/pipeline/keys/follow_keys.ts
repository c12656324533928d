import type { Instance } from "../graph/instance.ts";
import type { Manifest } from "../store/manifest.ts";
import { UserError } from "../../support/user_error.ts";
import type { Keys } from "./keys.ts";

/** The key of an instance; `undefined` if too few trials are found to choose among. */
function keyIfKnown(
  keys: Keys,
  instance: Instance,
  found: ReadonlyMap<Instance, Manifest>,
): string | undefined {
  try {
    return keys.of(instance, (needed) => found.get(needed)).key;
  } catch (error) {
    if (error instanceof UserError && trialsBefore(instance).length > 0) return undefined;
    throw error;
  }
}

/** Trials that an instance is chosen among or tells of: it goes on without those that failed. */
function trialsBefore({ choice, histories = {} }: Instance): readonly Instance[] {
  const told = Object.values(histories).flatMap(({ among }) => among);
  return choice === undefined ? told : [...choice.among, ...told];
}

/**
 * Goes over instances as far as their keys can be known: that of an instance hangs on what those
 * that it needs have written, so that it is asked for once all of their results are found. A trial of
 * a search that failed is stored nowhere: what is chosen is chosen among the others.
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
    const trials = trialsBefore(instance);
    if (!instance.after.every((needed) => found.has(needed) || trials.includes(needed))) continue;
    const key = keyIfKnown(keys, instance, found);
    if (key === undefined) continue;
    const manifest = await find(instance, key);
    if (manifest !== undefined) found.set(instance, manifest);
  }
  return found;
}
