import type { OfferedNetwork } from "./offered_network.ts";
import { remaskingOf, samplerOf, type Scene, type Setting } from "./setting.ts";

/** What YAML reads as text whatever it holds: a JSON string is one of its own. */
const text = (value: string) => JSON.stringify(value);

/** How tokens are masked again, where they are. */
function remaskingLines(setting: Setting): string[] {
  if (setting.method !== "remdm") return [];
  const { strength, eta, confidence } = remaskingOf(setting);
  return [`remasking: { strength: ${strength}, eta: ${eta}, confidence: ${confidence} }`];
}

function correctorOf({ S, omega }: Setting): string {
  return `{ S: ${S}, omega: ${omega} }`;
}

/** Parameters of a task that answers problems, of which it has lists. */
function answerLines(
  network: OfferedNetwork,
  setting: Setting,
  { seed, count }: Pick<Scene, "seed" | "count">,
): string[] {
  return [
    `sampler: ${samplerOf(network, setting)}`,
    ...(setting.method === "proseco" ? [`correctors: [${correctorOf(setting)}]`] : []),
    ...remaskingLines(setting),
    `temperatures: [${setting.temperature}]`,
    `steps: [${setting.T}]`,
    `seeds: [${seed}]`,
    `answers: ${count}`,
  ];
}

/** Parameters of a task that draws from nothing. */
function freeLines(
  { writes, properties }: OfferedNetwork,
  setting: Setting,
  { seed, count }: Pick<Scene, "seed" | "count">,
): string[] {
  const { property, label, gamma } = setting;
  const own = properties.find(({ name }) => name === property);
  const [first] = properties;
  return [
    `sampler: ${setting.method}`,
    ...(setting.method === "proseco" ? [`corrector: ${correctorOf(setting)}`] : []),
    ...remaskingLines(setting),
    ...(setting.temperature === 1 ? [] : [`temperature: ${setting.temperature}`]),
    ...(own !== undefined
      ? [`property: ${text(property)}`, `label: ${label}`, `gamma: ${gamma}`]
      : writes === "molecules"
      ? [`property: ${text(first?.name ?? "none")}`, `label: ${first?.labels ?? 2}`]
      : []),
    ...[`T: ${setting.T}`, `seed: ${seed}`, `count: ${count}`],
  ];
}

/**
 * A task of a pipeline file that draws with a setting; a task `data` must make the network's data set.
 * Molecules and answers are those that the page draws; the task of texts draws others by the same seed.
 */
export function asPipeline(
  network: OfferedNetwork,
  setting: Setting,
  scene: Pick<Scene, "seed" | "count">,
): string {
  const isPrompted = network.prompted !== undefined, isText = network.writes === "text";
  const [name, kind] = isPrompted
    ? ["answers", "prompted"]
    : isText
    ? ["texts", "text"]
    : ["molecules", "guided"];
  const lines = isPrompted
    ? answerLines(network, setting, scene)
    : freeLines(network, setting, scene);
  return [
    `  ${name}:`,
    `    uses: sample/${kind}`,
    "    with:",
    `      checkpoint: ${text(network.checkpoint)}`,
    "      dataset: ${tasks.data.dataset}",
    ...lines.map((line) => `      ${line}`),
    "",
  ].join("\n");
}
