import tables from "../../../results/paper/tables.json" with { type: "json" };

/** The paper's tables 1 and 2 and its Figure 5, as the file has them. */
export const PAPER_TABLES = tables;

/** One line of the paper's Figure 5: a method, its points in the order of growing γ. */
export interface PaperLine {
  /** The sampler as this project calls it; the paper's MDLM is `mdm` here. */
  readonly sampler: string;
  /** The paper's own name of the method. */
  readonly name: string;
  readonly points: readonly { readonly novel: number; readonly value: number }[];
}

/** Where the paper's numbers come from. */
export const PAPER_SOURCE: string = tables.source;

/** What separates the paper's models from small ones, in a few words. */
export const PAPER_SCALE = "92M parameters, 25,000 steps of 2,048";

const SAMPLERS: Readonly<Record<string, string>> = {
  AR: "ar",
  MDLM: "mdm",
  UDLM: "udlm",
  ReMDM: "remdm",
  ProSeCo: "proseco",
};

/** The paper's Figure 5 for `property`; empty for a property that the paper does not report. */
export function paperLines(property: string): PaperLine[] {
  const { what: _what, ...properties } = tables.qm9_cfg;
  const lines = (properties as Record<string, Record<string, number[][]>>)[property] ?? {};
  return Object.entries(lines).map(([name, points]) => ({
    sampler: SAMPLERS[name] ?? name,
    name,
    points: (points as [number, number][]).map(([novel, value]) => ({ novel, value })),
  }));
}
