import { canonicalJson } from "../../support/json.ts";
import type { KeyParts, Manifest } from "../store/manifest.ts";
import type { JobEarlier } from "../worker/job.ts";

/** Results that a job is handed at most: each is read whole before. */
const MOST_EARLIER = 16;

/** Those members of which it is true, or not, that they grow. */
function growing<Value>(
  members: Readonly<Record<string, Value>>,
  grows: readonly string[],
  whether: boolean,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(members).filter(([name]) => grows.includes(name) === whether),
  );
}

/** All that a key is made of but the parameters and the inputs that grow, as text. */
function withoutGrowth({ params, inputs, ...parts }: KeyParts, grows: readonly string[]): string {
  const others = { params: growing(params, grows, false), inputs: growing(inputs, grows, false) };
  return canonicalJson({ ...parts, ...others });
}

/**
 * Finds stored results that differ from what is wanted in nothing but what grows: their parts may
 * be copied. The newest come first, and no more than 16.
 *
 * @param wanted What the key of the wanted result is made of.
 * @param grows Names of the parameters and inputs that grow.
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
    .map(({ key, parts, outputs }) => {
      const inputs = growing(parts.inputs, grows, true);
      const isGrown = Object.keys(inputs).length > 0;
      return { key, params: parts.params, outputs, ...isGrown && { inputs } };
    });
}
