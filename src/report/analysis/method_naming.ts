import { formatCount } from "../style/number_format.ts";
import type { SampleOrigin } from "../../artifacts/samples.ts";
import type { MoleculeMetrics } from "../../artifacts/metrics.ts";
import { methodLabel, samplerLabel } from "../style/methods.ts";
import { canonicalJson, isJsonObject } from "../../support/json.ts";

// Settings that stand in a column of their own.
const COLUMNS: readonly string[] = "sampler property label gamma T seed count".split(" ");

/** Settings by name, those of a nested map as `corrector.step`. */
function flatSettings(settings: object, prefix = ""): [string, string][] {
  return Object.entries(settings).flatMap(([name, value]): [string, string][] =>
    isJsonObject(value)
      ? flatSettings(value, `${prefix}${name}.`)
      : [[prefix + name, typeof value === "string" ? value : canonicalJson(value ?? null)]]
  );
}

/** Further settings of the sampler, such as `remasking.eta`, that no column shows. */
function furtherSettings({ settings }: SampleOrigin): Map<string, string> {
  return new Map(flatSettings(settings).filter(([name]) => !COLUMNS.includes(name)));
}

/** What sets the networks of a group apart: what each was trained for, or else their numbers. */
function describeModels(group: readonly SampleOrigin[]): string[] {
  const models = [...new Set(group.map(({ model }) => canonicalJson(model ?? null)))];
  if (models.length < 2) return group.map(() => "");
  const objectives = new Set(group.map(({ model }) => model?.objective));
  return group.map(({ model, settings: { sampler } }) => {
    const { objective, steps } = model ?? {};
    if (objectives.size === models.length && typeof objective === "string") {
      return objective === sampler ? "" : `${samplerLabel(objective)}'s network`;
    }
    const number = models.indexOf(canonicalJson(model ?? null)) + 1;
    const described = Number.isInteger(Number(steps))
      ? `${formatCount(Number(steps))} steps`
      : "model";
    return `${described} #${number}`;
  });
}

function nameGroup(base: string, group: readonly SampleOrigin[]): string[] {
  const settings = group.map(furtherSettings);
  const names = [...new Set(settings.flatMap((one) => [...one.keys()]))].sort();
  const varied = names.filter((name) => new Set(settings.map((one) => one.get(name))).size > 1);
  const models = describeModels(group);
  return group.map((_, index) =>
    [
      base,
      ...varied.map((name) => `${name} = ${settings[index]!.get(name) ?? "none"}`),
      models[index]!,
    ].filter((part) => part !== "").join(" · ")
  );
}

/** A set of samples with the name that its method starts with. */
export interface BasicallyNamed {
  /** What tells it apart from samples that may not share a name, such as the property of molecules. */
  readonly among?: string;
  /** The name without further settings. */
  readonly base: string;
}

/**
 * Names methods, by whatever tells those of the same basic name apart (a further setting, or another
 * model), so that nothing unlike is averaged.
 *
 * @param basic The basic name of each.
 */
export function tellApart<Origin extends SampleOrigin>(
  given: readonly Origin[],
  basic: (one: Origin) => BasicallyNamed,
): Map<Origin, string> {
  const groups = Map.groupBy(given, (one) => {
    const { among, base } = basic(one);
    return JSON.stringify([among, base]);
  });
  const named = new Map<Origin, string>();
  for (const group of groups.values()) {
    const names = nameGroup(basic(group[0]!).base, group);
    group.forEach((one, index) => named.set(one, names[index]!));
  }
  return named;
}

/**
 * Names the method behind each metrics file of molecules: sampler and what its methods are known by, and
 * whatever else tells files of the same name apart.
 */
export function nameMethods(metrics: readonly MoleculeMetrics[]): Map<MoleculeMetrics, string> {
  // Each property has models of its own; that they differ is no reason for another name.
  return tellApart(metrics, ({ settings }) => ({
    among: settings.property,
    base: methodLabel(settings),
  }));
}
