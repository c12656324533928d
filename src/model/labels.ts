import type { NetworkConfig } from "./config.ts";

/** Labels of a property: 0 and 1. */
export const LABELS_PER_PROPERTY = 2;

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
): string[] {
  if (numClasses === 0) return [];
  const properties = training.properties?.split(",") ?? [unnamed];
  if (properties.length * LABELS_PER_PROPERTY !== numClasses) {
    throw new Error(
      `Cannot tell what the network's ${numClasses} labels mean: the metadata "properties" of its ` +
        `model.safetensors must name ${numClasses / LABELS_PER_PROPERTY} properties: got ${
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
 * @param label The property's own label; {@linkcode LABELS_PER_PROPERTY} is "no label".
 * @throws {RangeError} If the network knows nothing of the property or there is no such label.
 */
export function labelOf(properties: readonly string[], property: string, label: number): number {
  if (!Number.isInteger(label) || label < 0 || label > LABELS_PER_PROPERTY) {
    throw new RangeError(
      `Cannot condition on label ${label}: a property has 0 and 1, and ${LABELS_PER_PROPERTY} is none`,
    );
  }
  if (label === LABELS_PER_PROPERTY) return properties.length * LABELS_PER_PROPERTY;
  const index = properties.indexOf(property);
  if (index >= 0) return index * LABELS_PER_PROPERTY + label;
  const known = properties.map((one) => `"${one}"`).join(", ") ||
    `no property: take label ${LABELS_PER_PROPERTY}, which is none`;
  throw new RangeError(`Cannot condition on "${property}": the network knows ${known}`);
}
