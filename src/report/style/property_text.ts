/** How a property is written: as a heading, within a sentence, on an axis, and its digits. */
export interface PropertyText {
  readonly name: string;
  readonly inProse: string;
  readonly axis: string;
  readonly digits: number;
}

const PROPERTIES: Readonly<Record<string, PropertyText>> = {
  ring_count: {
    name: "Ring count",
    inProse: "ring count",
    axis: "mean rings of the novel",
    digits: 2,
  },
  qed: { name: "QED", inProse: "QED", axis: "mean QED of the novel", digits: 3 },
  logp: { name: "logP", inProse: "logP", axis: "mean logP of the novel", digits: 2 },
  tpsa: {
    name: "Polar surface area",
    inProse: "polar surface area",
    axis: "mean polar surface area of the novel (Å²)",
    digits: 1,
  },
  molecular_weight: {
    name: "Molecular weight",
    inProse: "molecular weight",
    axis: "mean molecular weight of the novel (g/mol)",
    digits: 1,
  },
  lipinski_violations: {
    name: "Lipinski violations",
    inProse: "number of Lipinski violations",
    axis: "mean Lipinski violations of the novel",
    digits: 2,
  },
  sa_score: {
    name: "SA score",
    inProse: "SA score",
    axis: "mean SA score of the novel (1 easy to 10 hard)",
    digits: 2,
  },
};

/** The text of a property; one that is not known is called by its own name. */
export function propertyText(property: string): PropertyText {
  return PROPERTIES[property] ??
    { name: property, inProse: property, axis: `mean ${property} of the novel`, digits: 3 };
}
