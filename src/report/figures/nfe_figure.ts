import * as Plot from "@observablehq/plot";
import { formatEstimate, formatNumber } from "../style/number_format.ts";
import { propertyText } from "../style/property_text.ts";
import { paint, type Surface } from "../style/inks.ts";
import { seriesStyles, stepsText } from "../style/methods.ts";
import { evaluationScale } from "./evaluation_scale.ts";
import { type Panel, renderPanel, seriesClass } from "./panel.ts";
import type { SummaryRow } from "../analysis/summary.ts";

function tip(row: SummaryRow): string {
  return [
    [row.method, stepsText(row), `γ = ${row.gamma}`].filter((part) => part !== "").join(" · "),
    `${formatNumber(row.nfe, 0)} evaluations`,
    `novel ${formatEstimate(row.novelPer1024, 1)} of 1,024`,
    `valid ${formatEstimate(row.figures.valid, 3)}`,
    `mean of novel ${formatEstimate(row.value, propertyText(row.property).digits)}`,
  ].join("\n");
}

/**
 * What evaluations buy, for one property: network evaluations per sequence against novel samples of
 * 1,024, a line for each method with T growing along it, a panel for each γ.
 */
export function nfePanels(rows: readonly SummaryRow[], surface: Surface): Panel[] {
  const [first] = rows;
  if (first === undefined) return [];
  const { name } = propertyText(first.property);
  const styles = seriesStyles(rows);
  const scale = evaluationScale(rows);
  const most = Math.max(
    ...rows.map(({ novelPer1024 }) => novelPer1024.mean + (novelPer1024.se ?? 0)),
    1,
  );
  const strengths = [...new Set(rows.map(({ gamma }) => gamma))].sort((a, b) => a - b);
  return strengths.map((gamma) => {
    const marks = [...styles].flatMap(([method, style]) => {
      const points = rows
        .filter((row) => row.gamma === gamma && row.method === method)
        .sort((a, b) => a.nfe - b.nfe);
      const color = paint(style.ink, surface);
      const className = `series ${seriesClass(method)}`;
      const novel = (row: SummaryRow) => row.novelPer1024.mean;
      return [
        Plot.line(points, { className, x: "nfe", y: novel, stroke: color, strokeWidth: 1.6 }),
        Plot.ruleX(points.filter(({ novelPer1024 }) => (novelPer1024.se ?? 0) > 0), {
          className,
          x: "nfe",
          y1: (row: SummaryRow) => row.novelPer1024.mean - row.novelPer1024.se!,
          y2: (row: SummaryRow) => row.novelPer1024.mean + row.novelPer1024.se!,
          stroke: color,
          strokeOpacity: 0.45,
        }),
        Plot.dot(points, {
          className: `${className} point`,
          x: "nfe",
          y: novel,
          symbol: style.symbol,
          r: 4,
          fill: color,
          stroke: paint("ground", surface),
          strokeWidth: 0.8,
          title: tip,
        }),
      ];
    });
    return renderPanel({
      title: `γ = ${gamma}`,
      ariaLabel: `${name}, γ = ${gamma}: network evaluations against novel samples`,
      xLabel: "evaluations",
      yLabel: "novel of 1,024",
      ...scale,
      y: { domain: [0, most * 1.06] },
      marks,
    }, surface);
  });
}
