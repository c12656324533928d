import * as Plot from "@observablehq/plot";
import { paint, type Surface } from "../style/inks.ts";
import { type SeriesStyle, seriesStyle, seriesStyles } from "../style/methods.ts";
import { seriesClass } from "./panel.ts";
import { paperLines } from "../paper/paper_results.ts";
import { renderPlot } from "./plot.ts";
import type { SummaryRow } from "../analysis/summary.ts";

/** One entry of a legend: a line with its symbol, and what it means. */
export interface LegendEntry {
  readonly label: string;
  /** Class of the marks of the line. */
  readonly series: string;
  readonly svg: string;
  /** Whether the line is the paper's. */
  readonly ofPaper: boolean;
}

/** The entry of a line by its look. */
export function legendEntry(
  style: SeriesStyle,
  ofPaper: boolean,
  surface: Surface,
): LegendEntry {
  const color = paint(style.ink, surface);
  const fill = ofPaper ? paint("ground", surface) : color;
  return {
    label: style.label,
    series: seriesClass(style.label, ofPaper),
    ofPaper,
    svg: renderPlot({
      width: 30,
      height: 14,
      margin: 0,
      axis: null,
      x: { domain: [0, 1] },
      y: { domain: [0, 1] },
      marks: [
        Plot.ruleY([0.5], { stroke: color, strokeWidth: ofPaper ? 1.1 : 1.6 }),
        Plot.dot([[0.5, 0.5]], { symbol: style.symbol, r: 4, fill, stroke: color }),
      ],
    }, surface),
  };
}

/** The legend of the methods among `rows`, in the order of the figures. */
export function ownLegend(rows: readonly SummaryRow[], surface: Surface): LegendEntry[] {
  return [...seriesStyles(rows).values()].map((style) => legendEntry(style, false, surface));
}

/** The legend of the paper's lines for the properties of `rows`. */
export function paperLegend(rows: readonly SummaryRow[], surface: Surface): LegendEntry[] {
  const properties = [...new Set(rows.map(({ property }) => property))];
  const lines = properties.map(paperLines).find((found) => found.length > 0) ?? [];
  return lines.map(({ sampler, name }) =>
    legendEntry(seriesStyle(sampler, 0, name), true, surface)
  );
}
