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
