import { canonicalJson } from "../../support/json.ts";
import type { KeyParts, Manifest } from "../store/manifest.ts";
import type { JobEarlier } from "../worker/job.ts";

/** Results that a job is handed at most: each is read whole before. */
const MOST_EARLIER = 16;

/** All that a key is made of but the parameters that grow, as text. */
function withoutGrowth({ params, ...parts }: KeyParts, grows: readonly string[]): string {
  const others = Object.entries(params).filter(([name]) => !grows.includes(name));
  return canonicalJson({ ...parts, params: Object.fromEntries(others) });
}

/**
 * Finds stored results that differ from what is wanted in nothing but the parameters that grow: their
 * parts may be copied. The newest come first, and no more than 16.
 *
 * @param wanted What the key of the wanted result is made of.
 * @param grows Names of the parameters that grow.
 */
export function earlierResults(
  wanted: KeyParts,
  grows: readonly string[],
  manifests: Iterable<Manifest>,
): JobEarlier[] {
  const same = withoutGrowth(wanted, grows);
  return [...manifests]
    .filter(({ parts }) => parts.code === wanted.code && withoutGrowth(parts, grows) === same)
    .sort((a, b) => a.startedAt < b.startedAt ? 1 : -1)
    .slice(0, MOST_EARLIER)
    .map(({ key, parts, outputs }) => ({ key, params: parts.params, outputs }));
}
