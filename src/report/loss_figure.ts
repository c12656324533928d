import * as Plot from "@observablehq/plot";
import type { HistoryEntry } from "./history.ts";
import { type InkName, paint, type Surface } from "./inks.ts";
import { renderPlot } from "./plot.ts";

interface LossPoint {
  readonly step: number;
  readonly value: number;
}

const HEIGHT = 240;

/** Points that a curve has at most; more would only draw noise. */
const MOST_POINTS = 120;

const CURVES: readonly {
  key: "loss" | "correctorLoss" | "validation";
  name: string;
  ink: InkName;
}[] = [
  { key: "loss", name: "denoiser", ink: "mdm" },
  { key: "correctorLoss", name: "corrector", ink: "proseco-0" },
  { key: "validation", name: "held out", ink: "text" },
];

/** Means over consecutive stretches, so that a long log becomes a curve that can be read. */
export function thinCurve(points: readonly LossPoint[], most = MOST_POINTS): LossPoint[] {
  if (points.length <= most) return [...points];
  return Array.from({ length: most }, (_, index) => {
    const start = Math.floor(index * points.length / most);
    const stretch = points.slice(start, Math.floor((index + 1) * points.length / most));
    const mean = (key: keyof LossPoint) =>
      stretch.reduce((sum, point) => sum + point[key], 0) / stretch.length;
    return { step: mean("step"), value: mean("value") };
  });
}

/** The loss curves of one training. */
export function lossFigure(
  history: readonly HistoryEntry[],
  title: string,
  surface: Surface,
): string {
  const curves = CURVES.map((curve) => ({
    ...curve,
    points: thinCurve(history.flatMap((entry) => {
      const value = curve.key === "loss" ? entry.mdmLoss ?? entry.loss : entry[curve.key];
      return value === undefined ? [] : [{ step: entry.step, value }];
    })),
  })).filter(({ points }) => points.length > 0);
  const [low, high] = lossDomain(curves.flatMap(({ points }) => points));
  const heights = spread(
    curves.map(({ points }) => points[points.length - 1].value),
    (high - low) * 13 / (HEIGHT - 76),
  );
  const muted = paint("muted", surface);
  return renderPlot({
    width: 360,
    height: HEIGHT,
    marginTop: 40,
    marginBottom: 36,
    marginLeft: 38,
    marginRight: 62,
    ariaLabel: `Loss of ${title} by training step`,
    x: { label: null },
    y: { label: null, domain: [low, high] },
    marks: [
      Plot.gridY({ ticks: 5, stroke: paint("rule", surface), strokeOpacity: 1 }),
      Plot.axisX({ ticks: 5, color: muted, fontSize: 11, tickSize: 0, label: "training step →" }),
      Plot.axisY({ ticks: 5, color: muted, fontSize: 11, tickSize: 0, label: null }),
      Plot.text([title], {
        frameAnchor: "top-left",
        dx: -38,
        dy: -38,
        fontSize: 13,
        fontWeight: "600",
        fill: paint("text", surface),
      }),
      Plot.text(["↑ loss"], {
        frameAnchor: "top-left",
        lineAnchor: "bottom",
        dx: -38,
        dy: -8,
        fontSize: 11,
        fill: muted,
      }),
      ...curves.flatMap(({ points, name, ink }, index) => [
        Plot.line(points.filter(({ value }) => value <= high), {
          x: "step",
          y: "value",
          stroke: paint(ink, surface),
          strokeWidth: 1.5,
        }),
        Plot.text(points.slice(-1), {
          x: "step",
          y: () => heights[index],
          text: () => name,
          textAnchor: "start",
          dx: 6,
          fontSize: 11,
          fill: paint(ink, surface),
        }),
      ]),
    ],
  }, surface);
}

/** Leaves out the first steep fall, which would press the rest of the curve flat. */
function lossDomain(points: readonly LossPoint[]): [number, number] {
  const values = points.map(({ value }) => value).sort((a, b) => a - b);
  const high = values[Math.floor((values.length - 1) * 0.95)] ?? 1;
  const low = values[0] ?? 0;
  return [low - (high - low) * 0.05, high + (high - low || 1) * 0.25];
}

/** Moves heights apart until each keeps `distance` from the next, in their order. */
function spread(heights: readonly number[], distance: number): number[] {
  const order = heights.map((_, index) => index).sort((a, b) => heights[a] - heights[b]);
  const moved = [...heights];
  order.forEach((index, rank) => {
    if (rank > 0) moved[index] = Math.max(moved[index], moved[order[rank - 1]] + distance);
  });
  return moved;
}
