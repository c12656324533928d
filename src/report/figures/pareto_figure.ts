import * as Plot from "@observablehq/plot";
import { formatEstimate, formatNumber } from "../style/number_format.ts";
import { propertyText } from "../style/property_text.ts";
import { paint, type Surface } from "../style/inks.ts";
import {
  hasSteps,
  type SeriesStyle,
  seriesStyle,
  seriesStyles,
  stepsText,
} from "../style/methods.ts";
import { type Panel, PANEL_HEIGHT, PANEL_WIDTH, renderPanel, seriesClass } from "./panel.ts";
import { PAPER_SCALE, paperLines } from "../paper/paper_results.ts";
import type { SummaryRow } from "../analysis/summary.ts";

interface Point {
  readonly novel: number;
  readonly novelError: number;
  readonly value: number;
  readonly valueError: number;
  readonly mark: string;
  readonly tip: string;
}

interface Line {
  readonly style: SeriesStyle;
  readonly points: readonly Point[];
}

interface PanelContent {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly fromPaper: boolean;
}

function ownPoint(row: SummaryRow, value: { mean: number; se: number | null }): Point {
  const digits = propertyText(row.property).digits;
  return {
    novel: row.novelPer1024.mean,
    novelError: row.novelPer1024.se ?? 0,
    value: value.mean,
    valueError: value.se ?? 0,
    mark: `γ ${row.gamma}`,
    tip: [
      [row.method, stepsText(row), `γ = ${row.gamma}`].filter((part) => part !== "").join(" · "),
      `novel ${formatEstimate(row.novelPer1024, 1)} of 1,024`,
      `mean of novel ${formatEstimate(value, digits)}`,
      `valid ${formatEstimate(row.figures.valid, 3)} · ${formatNumber(row.nfe, 0)} evaluations`,
    ].join("\n"),
  };
}

function ownPanels(rows: readonly SummaryRow[]): PanelContent[] {
  const styles = seriesStyles(rows);
  // What has no T to choose is the same line in every panel.
  const stepped = rows.some(hasSteps) ? rows.filter(hasSteps) : rows;
  const steps = [...new Set(stepped.map(({ T }) => T))].sort((a, b) => a - b);
  return steps.map((T) => ({
    title: `T = ${T}`,
    fromPaper: false,
    lines: [...styles].flatMap(([method, style]) => {
      const points = rows
        .filter((row) => row.method === method && (row.T === T || !hasSteps(row)))
        .sort((a, b) => a.gamma - b.gamma)
        .flatMap((row) => row.value === null ? [] : [ownPoint(row, row.value)]);
      return points.length === 0 ? [] : [{ style, points }];
    }),
  }));
}

function paperPanel(property: string): PanelContent[] {
  const digits = propertyText(property).digits;
  const lines = paperLines(property).map(({ sampler, name, points }) => ({
    style: seriesStyle(sampler, 0, name),
    points: points.map(({ novel, value }, index) => ({
      novel,
      value,
      novelError: 0,
      valueError: 0,
      mark: "",
      tip: [
        `Paper, Figure 5: ${name} · point ${index + 1} of growing γ`,
        `novel ${novel} of 1,024`,
        `mean of novel ${formatNumber(value, digits)}`,
        PAPER_SCALE,
      ].join("\n"),
    })),
  }));
  return lines.length === 0 ? [] : [{ title: "Paper (92M parameters)", fromPaper: true, lines }];
}

interface Domains {
  readonly x: [number, number];
  readonly y: [number, number];
}

function domainsOf(contents: readonly PanelContent[]): Domains {
  const points = contents.flatMap(({ lines }) => lines.flatMap((line) => line.points));
  const right = Math.max(...points.map((point) => point.novel + point.novelError), 1);
  const low = Math.min(...points.map((point) => point.value - point.valueError));
  const high = Math.max(...points.map((point) => point.value + point.valueError));
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return { x: [0, right * 1.08], y: [low - room, high + room * 1.5] };
}

interface Labels {
  readonly below: ReadonlySet<Point>;
  readonly above: ReadonlySet<Point>;
}

/** Chooses which ends of lines get their γ written: none that would cover another. */
function chooseLabels(lines: readonly Line[], { x, y }: Domains): Labels {
  const placed: { x: number; y: number }[] = [];
  const choose = (points: readonly Point[]) =>
    new Set(points.filter(({ novel, value }) => {
      const here = {
        x: (novel - x[0]) / (x[1] - x[0]) * PANEL_WIDTH,
        y: (value - y[0]) / (y[1] - y[0]) * PANEL_HEIGHT,
      };
      const free = placed.every((other) =>
        Math.abs(other.x - here.x) > 24 || Math.abs(other.y - here.y) > 20
      );
      if (free) placed.push(here);
      return free;
    }));
  return {
    below: choose(lines.flatMap(({ points }) => points.slice(0, 1))),
    above: choose(lines.flatMap(({ points }) => points.slice(1).slice(-1))),
  };
}

function marksOf(
  { style, points }: Line,
  fromPaper: boolean,
  labels: Labels,
  surface: Surface,
): Plot.Markish[] {
  const color = paint(style.ink, surface);
  const className = `series ${seriesClass(style.label, fromPaper)}`;
  const common = { className };
  const labelled = (chosen: ReadonlySet<Point>, dy: number) =>
    Plot.text(fromPaper ? [] : points.filter((point) => chosen.has(point)), {
      ...common,
      x: "novel",
      y: "value",
      text: "mark",
      dy,
      fill: color,
      fontSize: 10,
      stroke: paint("ground", surface),
      strokeWidth: 3,
    });
  return [
    Plot.line(points, {
      ...common,
      x: "novel",
      y: "value",
      stroke: color,
      strokeWidth: fromPaper ? 1.1 : 1.6,
      strokeOpacity: fromPaper ? 0.75 : 1,
    }),
    Plot.ruleX(points.filter(({ valueError }) => valueError > 0), {
      ...common,
      x: "novel",
      y1: ({ value, valueError }: Point) => value - valueError,
      y2: ({ value, valueError }: Point) => value + valueError,
      stroke: color,
      strokeOpacity: 0.45,
    }),
    Plot.ruleY(points.filter(({ novelError }) => novelError > 0), {
      ...common,
      y: "value",
      x1: ({ novel, novelError }: Point) => novel - novelError,
      x2: ({ novel, novelError }: Point) => novel + novelError,
      stroke: color,
      strokeOpacity: 0.45,
    }),
    Plot.dot(points, {
      ...common,
      className: `${className} point`,
      x: "novel",
      y: "value",
      symbol: style.symbol,
      r: 4,
      fill: fromPaper ? paint("tint", surface) : color,
      stroke: fromPaper ? color : paint("ground", surface),
      strokeWidth: fromPaper ? 1.3 : 0.8,
      title: "tip",
    }),
    labelled(labels.below, 11),
    labelled(labels.above, -11),
  ];
}

/**
 * The paper's Figure 5 for one property: novel samples (of 1,024) against the mean property of the
 * novel ones, a line for each method with γ growing along it, a panel for each `T` (methods
 * without one are in all of them) and one with the paper's own points, all on the same axes.
 */
export function paretoPanels(rows: readonly SummaryRow[], surface: Surface): Panel[] {
  const [first] = rows;
  if (first === undefined) return [];
  const { name, axis } = propertyText(first.property);
  const contents = [...ownPanels(rows), ...paperPanel(first.property)];
  const { x, y } = domainsOf(contents);
  return contents.map(({ title, lines, fromPaper }) => {
    const labels = chooseLabels(lines, { x, y });
    return renderPanel({
      title,
      ariaLabel: `${name}, ${title}: novel samples against the mean property of the novel ones`,
      xLabel: "novel of 1,024",
      yLabel: axis,
      x: { domain: x },
      y: { domain: y },
      tinted: fromPaper,
      marks: lines.flatMap((line) => marksOf(line, fromPaper, labels, surface)),
    }, surface);
  });
}
