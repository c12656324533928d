import { estimator } from "./estimate.ts";
import { type Instance, sourcesOf } from "../graph/instance.ts";
import { canonicalJson } from "../../support/json.ts";
import { checkParsed } from "../file/check_params.ts";
import { countingParams } from "../keys/key_parts.ts";
import type { Facts, JsonValue, Outlook } from "../task.ts";
import type { Manifest } from "../store/manifest.ts";

/** Seconds until a task's process has started and what it runs is compiled. */
const START = 2;

/**
 * How far what a task took may be from what it had foreseen, as a factor, to be a measure of this
 * machine: beyond that its inputs were others.
 */
const MOST_CORRECTION = 4;

/** How much longer work may be than what it is measured by: seconds tell nothing of months. */
const FARTHEST = 100;

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
        if (!("instance" in source)) {
          facts[name].push({ path: source.path });
          continue;
        }
        const outlook = await this.of(source.instance);
        if (outlook.facts !== undefined) facts[name].push(outlook.facts);
      }
    }
    return await definition.foresee(parsed, facts);
  }

  /** What the task foresees of other parameters than an instance's, with the inputs of that. */
  async withParams(
    instance: Instance,
    params: Readonly<Record<string, JsonValue>>,
  ): Promise<Outlook> {
    try {
      return await this.#ask({
        ...instance,
        parsed: checkParsed(instance.module.definition, params),
      });
    } catch {
      // Parameters of another version of the task.
      return {};
    }
  }
}

/** The task that an instance is one of, as `train` of `train[seed=1]`. */
const taskOf = (name: string) => name.split("[", 1)[0]!;

/** Says how long an instance will take, in seconds, or `undefined` where nothing tells. */
export type Forecast = (instance: Instance) => Promise<number | undefined>;

function newestOf(manifests: readonly Manifest[]): Manifest | undefined {
  return manifests.toSorted((a, b) => a.startedAt < b.startedAt ? -1 : 1).at(-1);
}

/**
 * What the newest of runs took as a factor of what its task foresees of its parameters, if that was
 * not too little beside the seconds that are foreseen now.
 */
async function correctionBy(
  newest: Manifest | undefined,
  instance: Instance,
  foreseen: number,
  outlooks: Outlooks,
): Promise<number> {
  if (newest === undefined) return 1;
  const { seconds } = await outlooks.withParams(instance, newest.parts.params);
  const isTold = seconds !== undefined && seconds > 0 && foreseen <= FARTHEST * (START + seconds);
  const factor = isTold ? newest.seconds / (START + seconds) : 1;
  return Math.min(MOST_CORRECTION, Math.max(1 / MOST_CORRECTION, factor));
}

/**
 * Makes the function that says how long instances will take: as long as the same work took before;
 * else what their task foresees, corrected by what it took with other parameters or as another of its
 * matrix's instances; else what was seen of their name or kind. What may have copied a part of its result tells nothing.
 */
export function forecaster(stored: readonly Manifest[]): Forecast {
  const manifests = stored.filter(({ earlier = [] }) => earlier.length === 0);
  const outlooks = new Outlooks();
  const seen = estimator(manifests);
  const byName = Map.groupBy(manifests, ({ instance }) => instance);
  const byTask = Map.groupBy(manifests, ({ instance }) => taskOf(instance));
  return async (instance) => {
    const { definition } = instance.module;
    const params = canonicalJson(countingParams(instance));
    const alike = (some: readonly Manifest[] = []) =>
      some.filter(({ parts }) => parts.kind === definition.kind);
    const named = alike(byName.get(instance.name));
    const same = newestOf(named.filter(({ parts }) => canonicalJson(parts.params) === params));
    if (same !== undefined) return same.seconds;
    const { seconds } = await outlooks.of(instance);
    if (seconds === undefined) return seen(instance);
    const measured = newestOf(named) ?? newestOf(alike(byTask.get(taskOf(instance.name))));
    return (START + seconds) * await correctionBy(measured, instance, seconds, outlooks);
  };
}
