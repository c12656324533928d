import {
  FIRST_SETTING,
  isInRange,
  METHODS,
  ORDERS,
  type RangeName,
  type Scene,
  type Setting,
} from "./setting.ts";

/** Names of a setting's fields that are numbers with a range. */
const NUMBERS = ["gamma", "T", "S", "omega", "eta", "temperature"] as const;

/** Before the names of the second setting's fields. */
const SECOND = "b.";

const FIELDS = Object.keys(FIRST_SETTING) as (keyof Setting)[];

/**
 * Writes a scene as the part of an address after `#`: all of the first setting, and of the second what
 * differs from it.
 */
export function writeLink({ seed, count, prompt, settings: [first, second] }: Scene): string {
  const parameters = new URLSearchParams();
  for (const field of FIELDS) parameters.set(field, String(first![field]));
  parameters.set("seed", String(seed));
  parameters.set("count", String(count));
  if (prompt !== "") parameters.set("prompt", prompt);
  if (second !== undefined) {
    const other = FIELDS.filter((field) => second[field] !== first![field]);
    for (const field of other) parameters.set(SECOND + field, String(second[field]));
    // Without this a second setting that is as the first would be none.
    if (other.length === 0) parameters.set(`${SECOND}method`, second.method);
  }
  return parameters.toString();
}

/** A number that a link gives, or what stands for it where it gives none that fits. */
function numberIn(
  parameters: URLSearchParams,
  key: string,
  range: RangeName,
  otherwise: number,
): number {
  const text = parameters.get(key), value = Number(text);
  return text !== null && text.trim() !== "" && isInRange(range, value) ? value : otherwise;
}

function settingIn(parameters: URLSearchParams, prefix: string, otherwise: Setting): Setting {
  const text = (field: keyof Setting) => parameters.get(prefix + field);
  const label = Number(text("label") ?? otherwise.label);
  const numbers = NUMBERS.map((field) =>
    [field, numberIn(parameters, prefix + field, field, otherwise[field])] as const
  );
  return {
    ...otherwise,
    ...Object.fromEntries(numbers),
    network: text("network") ?? otherwise.network,
    method: METHODS.find((method) => method === text("method")) ?? otherwise.method,
    property: text("property") ?? otherwise.property,
    order: ORDERS.find((order) => order === text("order")) ?? otherwise.order,
    label: Number.isSafeInteger(label) && label >= 0 ? label : otherwise.label,
  };
}

/**
 * Reads what {@linkcode writeLink} wrote. What is missing or does not fit, as people may have written
 * it, is taken from `otherwise`.
 */
export function readLink(link: string, otherwise: Scene): Scene {
  const parameters = new URLSearchParams(link.replace(/^#/, ""));
  const first = settingIn(parameters, "", otherwise.settings[0]!);
  const hasSecond = [...parameters.keys()].some((key) => key.startsWith(SECOND));
  return {
    seed: numberIn(parameters, "seed", "seed", otherwise.seed),
    count: numberIn(parameters, "count", "count", otherwise.count),
    prompt: parameters.get("prompt") ?? otherwise.prompt,
    settings: hasSecond ? [first, settingIn(parameters, SECOND, first)] : [first],
  };
}
