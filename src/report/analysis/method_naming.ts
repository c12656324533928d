import { formatCount } from "../style/number_format.ts";
import type { MoleculeMetrics } from "../../artifacts/metrics.ts";
import type { MoleculeSettings } from "../../artifacts/sample_settings.ts";
import { samplerLabel } from "../style/methods.ts";

// Settings that stand in a column of their own or in the base name.
const COLUMNS: readonly string[] =
  "sampler property label gamma T S omega seed count correctorGuidance".split(" ");

/** Sampler, S and ω of one metrics file, such as `ProSeCo (2, 2)`. */
function baseName({ settings }: MoleculeMetrics): string {
  const { sampler, S, omega, correctorGuidance } = settings;
  const name = samplerLabel(sampler);
  if (S <= 0) return sampler === "proseco" ? `${name}, no corrector` : name;
  return `${name} (${S}, ${omega}${guides(correctorGuidance) ? ", guided" : ""})`;
}

/** Whether the corrector is guided too; the published one's predictions are only conditional. */
function guides(correctorGuidance: MoleculeSettings["correctorGuidance"]): boolean {
  return Boolean(correctorGuidance) && correctorGuidance !== "conditional";
}

/** JSON whose bytes do not depend on the order of keys. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(
    value ?? null,
    (_key, item) =>
      item !== null && typeof item === "object" && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0))
        : item,
  );
}

/** Further settings of the sampler, such as `eta`, that no column shows. */
function furtherSettings({ settings }: MoleculeMetrics): Map<string, string> {
  const further = Object.entries(settings).filter(([name]) => !COLUMNS.includes(name));
  return new Map(
    further.map((
      [name, value],
    ) => [name, typeof value === "string" ? value : canonicalJson(value)]),
  );
}

function describeModel({ model }: MoleculeMetrics, number: number): string {
  const steps = Number(model?.steps);
  const described = Number.isInteger(steps) ? `${formatCount(steps)} steps` : "model";
  return `${described} #${number}`;
}

function nameGroup(base: string, group: readonly MoleculeMetrics[]): string[] {
  const settings = group.map(furtherSettings);
  const names = [...new Set(settings.flatMap((one) => [...one.keys()]))].sort();
  const varied = names.filter((name) => new Set(settings.map((one) => one.get(name))).size > 1);
  const models = [...new Set(group.map(({ model }) => canonicalJson(model)))];
  return group.map((one, index) =>
    [
      base,
      ...varied.map((name) => `${name} = ${settings[index]!.get(name) ?? "none"}`),
      ...(models.length < 2
        ? []
        : [describeModel(one, models.indexOf(canonicalJson(one.model)) + 1)]),
    ].join(" · ")
  );
}

/**
 * Names the method behind each metrics file: sampler, S and ω, and whatever else tells files of the
 * same name apart (a further setting, or another model), so that nothing unlike is averaged.
 */
export function nameMethods(metrics: readonly MoleculeMetrics[]): Map<MoleculeMetrics, string> {
  // Each property has models of its own; that they differ is no reason for another name.
  const groups = Map.groupBy(
    metrics,
    (one) => JSON.stringify([one.settings.property, baseName(one)]),
  );
  const named = new Map<MoleculeMetrics, string>();
  for (const group of groups.values()) {
    const names = nameGroup(baseName(group[0]!), group);
    group.forEach((one, index) => named.set(one, names[index]!));
  }
  return named;
}
