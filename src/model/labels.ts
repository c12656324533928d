import type { NetworkConfig } from "./config.ts";

/** A property that a network is conditioned on. */
export interface LabelledProperty {
  /** Its name. */
  readonly name: string;
  /** Number of its labels: 0 to one less; the number itself stands for no label. */
  readonly labels: number;
}

/** Labels of a property of which nothing else is said: 0 and 1. */
export const LABELS_PER_PROPERTY = 2;

/** How a checkpoint writes properties: their names, with the number of labels where it is not 2. */
export function writeProperties(properties: readonly LabelledProperty[]): string {
  return properties.map(({ name, labels }) =>
    labels === LABELS_PER_PROPERTY ? name : `${name}:${labels}`
  ).join(",");
}

/** Properties as {@linkcode writeProperties} wrote them. @param text None, if `undefined`. */
export function readProperties(text: string | undefined): LabelledProperty[] {
  return (text?.split(",") ?? []).map((property) => {
    const [name, labels] = property.split(":");
    return { name: name!, labels: Number(labels ?? LABELS_PER_PROPERTY) };
  });
}

/** Number of labels of all properties together, which is also the label "none". */
export function countLabels(properties: readonly LabelledProperty[]): number {
  return properties.reduce((sum, { labels }) => sum + labels, 0);
}

/**
 * What a network is conditioned on.
 *
 * @param training What its checkpoint says of the training.
 * @param unnamed The property of a network that names none.
 * @throws {Error} If the network has labels of other properties than its checkpoint names.
 */
export function knownProperties(
  { numClasses }: Pick<NetworkConfig, "numClasses">,
  training: Readonly<Record<string, string>>,
  unnamed: string,
): LabelledProperty[] {
  if (numClasses === 0) return [];
  const named = readProperties(training.properties);
  const properties = named.length > 0 ? named : [{ name: unnamed, labels: LABELS_PER_PROPERTY }];
  if (countLabels(properties) !== numClasses) {
    throw new Error(
      `Cannot tell what the network's ${numClasses} labels mean: the metadata "properties" of its ` +
        `model.safetensors must name properties that have so many: got ${
          training.properties ?? "none"
        }`,
    );
  }
  return properties;
}

/**
 * The label of a network that is conditioned on several properties, of which each sequence shows it
 * one.
 *
 * @param properties What the network is conditioned on.
 * @param label The property's own label; the number of its labels is "no label".
 * @throws {RangeError} If the network knows nothing of the property or there is no such label.
 */
export function labelOf(
  properties: readonly LabelledProperty[],
  property: string,
  label: number,
): number {
  const found = properties.find(({ name }) => name === property);
  const { labels } = found ?? { labels: LABELS_PER_PROPERTY };
  if (!Number.isInteger(label) || label < 0 || label > labels) {
    const own = labels === 2 ? "0 and 1" : `0 to ${labels - 1}`;
    throw new RangeError(
      `Cannot condition on label ${label}: a property has ${own}, and ${labels} is none`,
    );
  }
  if (label === labels) return countLabels(properties);
  if (found !== undefined) {
    return countLabels(properties.slice(0, properties.indexOf(found))) + label;
  }
  const known = properties.map(({ name }) => `"${name}"`).join(", ") ||
    `no property: take label ${labels}, which is none`;
  throw new RangeError(`Cannot condition on "${property}": the network knows ${known}`);
}
