/** How the tables show a figure of the metrics files. */
export interface FigureColumn {
  /** Its name among the `figures` of a metrics file. */
  readonly name: string;
  /** Head of its column. */
  readonly label: string;
  /** What it is. */
  readonly title: string;
  /** Decimals. */
  readonly digits: number;
  /** Which way it gets better. */
  readonly better: "higher" | "lower";
  /** Whether it is a share of the samples, whose error over one seed is binomial. @default {false} */
  readonly isShare?: boolean;
}

/**
 * The figures that the tables show, in their order. A new one needs a line here, beside its value
 * among the figures that `evaluateMolecules` gives.
 */
export const FIGURE_COLUMNS: readonly FigureColumn[] = [
  {
    ...{ name: "valid", label: "Valid", title: "Share of samples that RDKit accepts" },
    ...{ digits: 3, better: "higher", isShare: true },
  },
  {
    ...{ name: "unique", label: "Unique", title: "Share of samples that are valid and distinct" },
    ...{ digits: 3, better: "higher", isShare: true },
  },
  {
    ...{ name: "novel", label: "Novel" },
    title: "Share of samples that are valid, distinct and not in the data set",
    ...{ digits: 3, better: "higher", isShare: true },
  },
  {
    ...{ name: "diversity", label: "Diversity" },
    title: "Of the novel molecules: 1 − mean Tanimoto similarity of their fingerprints",
    ...{ digits: 3, better: "higher" },
  },
  {
    ...{ name: "scaffolds", label: "Scaffolds" },
    title: "Of the novel molecules: different Bemis–Murcko scaffolds",
    ...{ digits: 1, better: "higher" },
  },
];
