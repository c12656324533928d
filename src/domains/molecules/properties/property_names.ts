/** Names of the properties, as pipeline files write them. */
export const PROPERTIES = [
  "ring_count",
  "qed",
  "logp",
  "tpsa",
  "molecular_weight",
  "lipinski_violations",
  "sa_score",
] as const;

/** Name of a property of molecules. */
export type Property = typeof PROPERTIES[number];

const QUICK: readonly Property[] = ["ring_count"];

/**
 * Whether properties need no more than the graph of a molecule, and so a fifth of the time that
 * those take which need RDKit's descriptors or matches of patterns.
 */
export function areQuick(properties: readonly Property[]): boolean {
  return properties.every((property) => QUICK.includes(property));
}
