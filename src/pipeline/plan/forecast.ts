import { estimator } from "./estimate.ts";
import { type Instance, sourcesOf } from "../graph/instance.ts";
import { canonicalJson } from "../../support/json.ts";
import { countingParams } from "../keys/key_parts.ts";
import type { Manifest } from "../store/manifest.ts";

/** What an instance is going to do, as far as that is known before anything runs. */
export interface Outlook {
  /** Kind of its task. */
  readonly kind: string;
  /** Parameters with every default filled in. */
  readonly params: Readonly<Record<string, unknown>>;
  /** What writes its inputs, by input; files that no task writes are left out. */
  readonly sources: Readonly<Record<string, readonly Outlook[]>>;
}

/** Reckons the seconds that an instance takes on this machine from the size of its work. */
export type Reckon = (outlook: Outlook) => Promise<number | undefined>;

function outlookOf({ module: { definition }, parsed, inputs }: Instance): Outlook {
  const sources = Object.entries(inputs).map(([name, input]) => [
    name,
    sourcesOf(input).flatMap((source) => "instance" in source ? [outlookOf(source.instance)] : []),
  ]);
  return { kind: definition.kind, params: parsed, sources: Object.fromEntries(sources) };
}

/** Says how long an instance will take, in seconds, or `undefined` where nothing tells. */
export type Forecast = (instance: Instance) => Promise<number | undefined>;

/**
 * Makes the function that says how long instances will take: as long as the same work took before;
 * else what is reckoned; else what was seen of their name or kind.
 */
export function forecaster(manifests: readonly Manifest[], reckon?: Reckon): Forecast {
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
    return await reckon?.(outlookOf(instance)) ?? seen(instance);
  };
}
