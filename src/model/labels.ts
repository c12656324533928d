/** Labels of a property: 0 and 1. */
export const LABELS_PER_PROPERTY = 2;

/**
 * The label of a network that is conditioned on several properties, of which each sequence shows it
 * one.
 *
 * @param properties What the network is conditioned on.
 * @param label The property's own label; {@linkcode LABELS_PER_PROPERTY} is "no label".
 * @throws {RangeError} If the network knows nothing of the property.
 */
export function labelOf(properties: readonly string[], property: string, label: number): number {
  if (label >= LABELS_PER_PROPERTY) return properties.length * LABELS_PER_PROPERTY;
  const index = properties.indexOf(property);
  if (index >= 0) return index * LABELS_PER_PROPERTY + label;
  const known = properties.map((one) => `"${one}"`).join(", ") || "no property";
  throw new RangeError(`Cannot condition on "${property}": the network knows ${known}`);
}
