import * as Plot from "@observablehq/plot";
import type { TextFigures } from "../../artifacts/text/text_metrics.ts";
import { type LegendEntry, legendEntry } from "../figures/legend.ts";
import { type Panel, renderPanel, seriesClass } from "../figures/panel.ts";
import { paint, type Surface } from "../style/inks.ts";
import { seriesStyles, stepsText } from "../style/methods.ts";
import { formatEstimate } from "../style/number_format.ts";
import { columnOf } from "./text_columns.ts";
import type { JudgedRows, TextRow } from "./text_rows.ts";

interface Point {
  readonly x: number;
  readonly y: number;
  readonly row: TextRow;
}

/** Room on either side of some values. */
function domainOf(values: readonly number[]): [number, number] {
  const low = Math.min(...values), high = Math.max(...values);
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low - room, high + room];
}

interface PanelSpec {
  readonly figure: keyof TextFigures;
  /** Another figure, network evaluations, or the strength of guidance. */
  readonly against: keyof TextFigures | "nfe" | "gamma";
}

/** What is no figure, but drawn against. */
const AXES = { nfe: "evaluations", gamma: "γ" } as const;

const isAxis = (against: PanelSpec["against"]): against is keyof typeof AXES => against in AXES;

function panel({ first, rows }: JudgedRows, { figure, against }: PanelSpec, surface: Surface) {
  const xOf = (row: TextRow) => isAxis(against) ? row[against] : row.figures[against]?.mean;
  const points = rows.flatMap((row): Point[] => {
    const x = xOf(row), y = row.figures[figure]?.mean;
    return x === undefined || y === undefined ? [] : [{ x, y, row }];
  });
  if (points.length === 0) return [];
  const reached = points.flatMap(({ y, row }) => {
    const se = row.figures[figure]?.se ?? 0;
    return [y - se, y + se];
  });
  const { figures } = first.reference, real = figures[figure]?.value ?? undefined;
  const realX = isAxis(against) ? undefined : figures[against]?.value ?? undefined;
  const { title, digits } = columnOf(figure), muted = paint("muted", surface);
  const marks = [...seriesStyles(rows)].flatMap(([method, style]) => {
    const own = points.filter(({ row }) => row.method === method)
      .sort((a, b) => against === "gamma" ? a.x - b.x : a.row.nfe - b.row.nfe);
    const color = paint(style.ink, surface), className = `series ${seriesClass(method)}`;
    return [
      Plot.line(own, { className, x: "x", y: "y", stroke: color, strokeWidth: 1.6 }),
      Plot.ruleX(own, {
        ...{ className, x: "x", stroke: color, strokeOpacity: 0.45 },
        y1: ({ y, row }: Point) => y - (row.figures[figure]?.se ?? 0),
        y2: ({ y, row }: Point) => y + (row.figures[figure]?.se ?? 0),
      }),
      Plot.dot(own, {
        ...{ className: `${className} point`, x: "x", y: "y", symbol: style.symbol, r: 4 },
        ...{ fill: color, stroke: paint("ground", surface), strokeWidth: 0.8 },
        title: ({ row }: Point) =>
          [method, stepsText(row), `γ = ${row.gamma}`, `${row.nfe} evaluations`]
            .filter((part) => part !== "").join(" · ") +
          `\n${title} ${formatEstimate(row.figures[figure], digits)}`,
      }),
    ];
  });
  const line = { stroke: muted, strokeDasharray: "3 3" };
  const xs = points.map(({ x }) => x);
  const xLabel = isAxis(against) ? AXES[against] : columnOf(against).title;
  return [renderPanel({
    title: isAxis(against) ? title : `${title} and ${xLabel.toLowerCase()}`,
    ariaLabel: `${xLabel} against ${title}`,
    ...{ xLabel, yLabel: title },
    x: against === "nfe"
      ? { type: "log", base: 2, domain: [Math.min(...xs) / 1.2, Math.max(...xs) * 1.2] }
      : { domain: domainOf(realX === undefined ? xs : [...xs, realX]) },
    y: { domain: domainOf([...reached, ...(real === undefined ? [] : [real])]) },
    ...(isAxis(against) && { xTicks: against === "nfe" ? apart(xs) : [...new Set(xs)] }),
    marks: [
      ...(real === undefined ? [] : [Plot.ruleY([real], line)]),
      ...(realX === undefined ? [] : [Plot.ruleX([realX], line)]),
      ...marks,
    ],
  }, surface)];
}

/** Values whose numbers do not run into each other on a logarithmic axis: the greatest of those close by. */
function apart(values: readonly number[]): number[] {
  const kept: number[] = [];
  for (const value of values.toSorted((a, b) => b - a)) {
    if (kept.length === 0 || kept.at(-1)! / value > 1.2) kept.push(value);
  }
  return kept;
}

/** Quality against evaluations, and the entropy that it costs; dashed lines are real text. */
export function textPanels(judged: JudgedRows, surface: Surface): Panel[] {
  const quality = judged.rows.some(({ figures }) => figures.perplexity !== undefined)
    ? ["perplexity", "mauve", "characterNats"] as const
    : ["characterNats"] as const;
  return [
    ...quality.map((figure) => ({ figure, against: "nfe" as const })),
    { figure: quality[0], against: "entropy" as const },
  ].flatMap((spec) => panel(judged, spec, surface));
}

/** What guidance buys and what it costs, by its strength; dashed lines are real text. */
export function guidancePanels(judged: JudgedRows, surface: Surface): Panel[] {
  return (["labelled", "characterNats", "entropy"] as const).flatMap((figure) =>
    panel(judged, { figure, against: "gamma" }, surface)
  );
}

/** What the lines of the panels are. */
export function textLegend({ rows }: JudgedRows, surface: Surface): LegendEntry[] {
  return [...seriesStyles(rows).values()].map((style) => legendEntry(style, false, surface));
}
