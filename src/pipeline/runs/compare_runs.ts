import { canonicalJson, scalarsIn } from "../../support/json.ts";

import { metricMeans } from "./metric_means.ts";
import type { RunRecord } from "./run_record.ts";
import type { Store } from "../store/store.ts";
import { statOf } from "../../support/files.ts";
import type { JsonValue } from "../task.ts";

/** One line of a comparison of two runs. */
export interface ComparedValue {
  /** Such as `params.gammas` or `metrics[gamma=2]: validity`. */
  readonly name: string;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
  /** Standard error of the value before, where that is a mean over seeds. */
  readonly beforeError?: number;
  /** The same of the value after. */
  readonly afterError?: number;
}

/** Largest JSON output that is looked into for metrics. */
const MOST_BYTES = 4 * 2 ** 20;

function metricsOf(
  { facts, outputs }: RunRecord["instances"][string],
  store: Store,
): Map<string, JsonValue> {
  const metrics = new Map<string, JsonValue>(scalarsIn(facts));
  for (const [name, hash] of Object.entries(outputs)) {
    const path = store.objects.pathOf(hash);
    const stat = statOf(path);
    if (!stat?.isFile || stat.size > MOST_BYTES) continue;
    const text = Deno.readTextFileSync(path);
    if (!/^\s*[{\d-]/.test(text)) continue;
    try {
      for (const [path, value] of scalarsIn(JSON.parse(text), name)) metrics.set(path, value);
    } catch {
      // No JSON, no metrics.
    }
  }
  return metrics;
}

/** Means over seeds in which two runs differ. */
function compareMeans(before: RunRecord, after: RunRecord): ComparedValue[] {
  const [old, now] = [metricMeans(before), metricMeans(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    const [a, b] = [old.get(name), now.get(name)];
    if (Math.max(a?.count ?? 0, b?.count ?? 0) < 2) return [];
    const metrics = new Set([...a?.means.keys() ?? [], ...b?.means.keys() ?? []]);
    return [...metrics].flatMap((metric): ComparedValue[] => {
      const [x, y] = [a?.means.get(metric), b?.means.get(metric)];
      if (x?.mean === y?.mean && x?.se === y?.se) return [];
      return [{
        name: `${name}, mean over seeds: ${metric}`,
        before: x?.mean,
        after: y?.mean,
        beforeError: x?.se ?? undefined,
        afterError: y?.se ?? undefined,
      }];
    });
  });
}

/** How an instance failed or was stopped, if it did. */
function failureOf({ failures = {} }: RunRecord, instance: string): string | undefined {
  const failure = failures[instance];
  return failure && `${failure.status}: ${failure.reason}`;
}

/** Failures of which one of two runs knows, or knows another reason. */
function compareFailures(before: RunRecord, after: RunRecord): ComparedValue[] {
  const names = new Set([before, after].flatMap(({ failures = {} }) => Object.keys(failures)));
  return [...names].flatMap((name) => {
    const [old, now] = [failureOf(before, name), failureOf(after, name)];
    return old === now ? [] : [{ name: `${name}, failure`, before: old, after: now }];
  });
}

/**
 * Compares what failed, the parameters and the metrics of two runs, means over seeds first; what is
 * equal is left out.
 */
export function compareRuns(before: RunRecord, after: RunRecord, store: Store): ComparedValue[] {
  const lines: ComparedValue[] = [];
  const compare = (
    prefix: string,
    old: ReadonlyMap<string, JsonValue>,
    now: ReadonlyMap<string, JsonValue>,
  ) => {
    for (const name of new Set([...old.keys(), ...now.keys()])) {
      const [a, b] = [old.get(name), now.get(name)];
      const isSame = a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b);
      if (!isSame) lines.push({ name: `${prefix}${name}`, before: a, after: b });
    }
  };
  const params = (record: RunRecord) => new Map(Object.entries(record.params));
  compare("params.", params(before), params(after));
  lines.push(...compareFailures(before, after), ...compareMeans(before, after));
  const names = new Set([...Object.keys(before.instances), ...Object.keys(after.instances)]);
  for (const name of names) {
    const [old, now] = [before.instances[name], after.instances[name]];
    const isSame = old !== undefined && now !== undefined && old.key === now.key &&
      canonicalJson(old.outputs) === canonicalJson(now.outputs);
    if (isSame) continue;
    const none = new Map<string, JsonValue>();
    compare(
      `${name}: `,
      old === undefined ? none : metricsOf(old, store),
      now === undefined ? none : metricsOf(now, store),
    );
  }
  return lines;
}
