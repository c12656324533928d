import { estimator } from "./estimate.ts";
import { type Instance, sourcesOf } from "../graph/instance.ts";
import { canonicalJson } from "../../support/json.ts";
import { countingParams } from "../keys/key_parts.ts";
import type { Facts, Outlook } from "../task.ts";
import type { Manifest } from "../store/manifest.ts";

/** Seconds until a task's process has started and what it runs is compiled. */
const START = 2;

/** Asks instances what they foresee, each once. */
class Outlooks {
  readonly #known = new Map<Instance, Promise<Outlook>>();

  of(instance: Instance): Promise<Outlook> {
    let known = this.#known.get(instance);
    if (known === undefined) this.#known.set(instance, known = this.#ask(instance));
    return known;
  }

  async #ask({ module: { definition }, parsed, inputs }: Instance): Promise<Outlook> {
    if (definition.foresee === undefined) return {};
    const facts: Record<string, Facts[]> = {};
    for (const name of Object.keys(definition.inputs)) {
      facts[name] = [];
      for (const source of name in inputs ? sourcesOf(inputs[name]!) : []) {
        if (!("instance" in source)) continue;
        const outlook = await this.of(source.instance);
        if (outlook.facts !== undefined) facts[name].push(outlook.facts);
      }
    }
    return await definition.foresee(parsed, facts);
  }
}

/** Says how long an instance will take, in seconds, or `undefined` where nothing tells. */
export type Forecast = (instance: Instance) => Promise<number | undefined>;

/**
 * Makes the function that says how long instances will take: as long as the same work took before;
 * else what their task foresees; else what was seen of their name or kind.
 */
export function forecaster(manifests: readonly Manifest[]): Forecast {
  const outlooks = new Outlooks();
  const seen = estimator(manifests);
  const byName = Map.groupBy(manifests, ({ instance }) => instance);
  return async (instance) => {
    const { definition } = instance.module;
    const params = canonicalJson(countingParams(instance));
    const same =
      byName.get(instance.name)?.filter(({ parts }) =>
        parts.kind === definition.kind && canonicalJson(parts.params) === params
      ) ?? [];
    if (same.length > 0) {
      return same.reduce((a, b) => a.startedAt > b.startedAt ? a : b).seconds;
    }
    const { seconds } = await outlooks.of(instance);
    return seconds === undefined ? seen(instance) : START + seconds;
  };
}
