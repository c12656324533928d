import * as Plot from "@observablehq/plot";
import type { HistoryRecord } from "../../artifacts/history.ts";
import { type InkName, paint, type Surface } from "../style/inks.ts";
import { lossDomain, thinCurve } from "./loss_points.ts";
import { type Panel, PANEL_HEIGHT, renderPanel } from "./panel.ts";

const CURVES: readonly {
  key: "loss" | "correctorLoss" | "validation";
  name: string;
  ink: InkName;
}[] = [
  { key: "loss", name: "denoiser", ink: "mdm" },
  { key: "correctorLoss", name: "corrector", ink: "proseco-0" },
  { key: "validation", name: "held out", ink: "text" },
];

function curvesOf(history: readonly HistoryRecord[]) {
  return CURVES.map((curve) => ({
    ...curve,
    points: thinCurve(history.flatMap((entry) => {
      const value = curve.key === "loss" ? entry.mdmLoss ?? entry.loss : entry[curve.key];
      return value === undefined ? [] : [{ step: entry.step, value }];
    })),
  })).filter(({ points }) => points.length > 0);
}

/**
 * The loss curves of one training.
 *
 * @param beside All trainings that are drawn beside it, itself among them: they share their axes.
 */
export function lossFigure(
  history: readonly HistoryRecord[],
  title: string,
  surface: Surface,
  beside: readonly (readonly HistoryRecord[])[] = [history],
): Panel {
  const curves = curvesOf(history);
  const all = beside.map((one) => curvesOf(one).flatMap(({ points }) => points));
  const domains = all.filter((points) => points.length > 0).map(lossDomain);
  const low = Math.min(...domains.map(([low]) => low));
  const high = Math.max(...domains.map(([, high]) => high));
  const lastStep = Math.max(...all.flat().map(({ step }) => step));
  const heights = spread(
    curves.map(({ points }) => points.at(-1)!.value),
    (high - low) * 13 / (PANEL_HEIGHT - 80),
  );
  return renderPanel({
    title,
    ariaLabel: `Loss of ${title} by training step`,
    xLabel: "training step",
    yLabel: "loss",
    x: { label: null, domain: [0, lastStep] },
    y: { domain: [low, high] },
    width: 360,
    marginRight: 62,
    marks: [
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

/** Moves heights apart until each keeps `distance` from the next, in their order. */
function spread(heights: readonly number[], distance: number): number[] {
  const order = heights.map((_, index) => index).sort((a, b) => heights[a]! - heights[b]!);
  const moved = [...heights];
  order.forEach((index, rank) => {
    const below = order[rank - 1];
    if (below !== undefined) moved[index] = Math.max(moved[index]!, moved[below]! + distance);
  });
  return moved;
}
