import type { TextFigures } from "../../artifacts/text/text_metrics.ts";

/** A figure of texts as a report shows it. */
export interface TextColumn {
  /** Its name in metrics. */
  readonly figure: keyof TextFigures;
  /** Heading of its column. */
  readonly title: string;
  /** Decimals. */
  readonly digits: number;
}

/** All figures of texts, those of the network first. */
export const TEXT_COLUMNS: readonly TextColumn[] = [
  { figure: "perplexity", title: "Perplexity", digits: 1 },
  { figure: "mauve", title: "MAUVE", digits: 3 },
  { figure: "characterNats", title: "Nats a character", digits: 3 },
  { figure: "labelled", title: "Of the label", digits: 3 },
  { figure: "faults", title: "Faults", digits: 1 },
  { figure: "entropy", title: "Entropy", digits: 3 },
  { figure: "distinctPairs", title: "Distinct pairs", digits: 3 },
  { figure: "distinctTriples", title: "Distinct triples", digits: 3 },
  { figure: "repeated", title: "Repeated", digits: 4 },
  { figure: "copied", title: "Copied", digits: 3 },
  { figure: "longestCopy", title: "Longest copy", digits: 1 },
];

/** The column of a figure. */
export function columnOf(figure: keyof TextFigures): TextColumn {
  return TEXT_COLUMNS.find((column) => column.figure === figure)!;
}
