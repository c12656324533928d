import * as Plot from "@observablehq/plot";
import type { HistoryRecord } from "../../artifacts/history.ts";
import { type InkName, paint, type Surface } from "../style/inks.ts";
import type { SeriesStyle } from "../style/methods.ts";
import { lossDomain, thinCurve } from "./loss_points.ts";
import { type Panel, renderPanel, seriesClass } from "./panel.ts";

/** The log of one training among others. */
export interface OverlaidCurve {
  /** What it is of, for those who point at it. */
  readonly name: string;
  /** Label of its line in the legend; repetitions share one. */
  readonly series: string;
  /** Whether the training failed or was stopped: drawn dashed. */
  readonly isBroken?: boolean;
  /** Entries of the log, by step. */
  readonly entries: readonly HistoryRecord[];
}

const LOOKS: readonly { readonly ink: InkName; readonly symbol: SeriesStyle["symbol"] }[] = [
  { ink: "mdm", symbol: "circle" },
  { ink: "proseco-0", symbol: "diamond" },
  { ink: "remdm", symbol: "triangle" },
  { ink: "udlm", symbol: "square" },
  { ink: "proseco-2", symbol: "star" },
  { ink: "ar", symbol: "cross" },
  { ink: "proseco-1", symbol: "wye" },
  { ink: "prism", symbol: "circle" },
];

/** How many lines can be told apart. */
export const MOST_SERIES: number = LOOKS.length;

const PANELS: readonly {
  readonly title: string;
  readonly valueOf: (entry: HistoryRecord) => number | undefined;
}[] = [
  { title: "Held out", valueOf: ({ validation }) => validation },
  { title: "Training", valueOf: ({ mdmLoss, loss }) => mdmLoss ?? loss },
];

/** The look of each series, in the order in which they come; beyond {@linkcode MOST_SERIES} they repeat. */
export function curveStyles(curves: readonly OverlaidCurve[]): Map<string, SeriesStyle> {
  const labels = [...new Set(curves.map(({ series }) => series))];
  return new Map(labels.map((label, i) => [label, { label, ...LOOKS[i % LOOKS.length]! }]));
}

/**
 * Draws the logs of several trainings over each other: held-out and training loss by step, each on one
 * axis. What none of them logged has no panel.
 */
export function curvePanels(curves: readonly OverlaidCurve[], surface: Surface): Panel[] {
  const styles = curveStyles(curves);
  return PANELS.flatMap(({ title, valueOf }) => {
    const drawn = curves.map((curve) => ({
      ...curve,
      points: thinCurve(curve.entries.flatMap((entry) => {
        const value = valueOf(entry);
        return value === undefined ? [] : [{ step: entry.step, value }];
      })),
    })).filter(({ points }) => points.length > 0);
    if (drawn.length === 0) return [];
    const domains = drawn.map(({ points }) => lossDomain(points));
    const low = Math.min(...domains.map(([low]) => low));
    const high = Math.max(...domains.map(([, high]) => high));
    const marks = drawn.flatMap(({ name, series, isBroken, points }) => {
      const { ink, symbol } = styles.get(series)!, color = paint(ink, surface);
      const className = `series ${seriesClass(series)}`, last = points.at(-1)!;
      return [
        Plot.line(points, {
          ...{ className, x: "step", y: "value", stroke: color, strokeWidth: 1.6, clip: true },
          strokeDasharray: isBroken ? "5 4" : undefined,
        }),
        Plot.dot(last.value > high ? [] : [last], {
          ...{ className, x: "step", y: "value", symbol, r: 4, fill: color },
          title: () => `${name}\nstep ${Math.round(last.step)}: ${last.value.toPrecision(4)}`,
        }),
      ];
    });
    return [renderPanel({
      title,
      ariaLabel: `${title} loss by training step of ${curves.length} trainings`,
      xLabel: "training step",
      yLabel: "loss",
      x: { label: null },
      y: { domain: [low, high] },
      width: 440,
      height: 300,
      marginRight: 14,
      marks,
    }, surface)];
  });
}
