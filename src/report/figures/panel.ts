import * as Plot from "@observablehq/plot";
import { paint, type Surface } from "../style/inks.ts";
import { renderPlot } from "./plot.ts";

/** A rendered part of a figure. */
export interface Panel {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** What a panel shows. */
export interface PanelOptions {
  readonly title: string;
  /** What the panel is, for those who cannot see it. */
  readonly ariaLabel: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly x: Plot.ScaleOptions;
  readonly y: Plot.ScaleOptions;
  /** Positions of ticks, or about how many. @default {4} */
  readonly xTicks?: number | readonly number[];
  /** Whether the ground is tinted, to set what is not this run's apart. @default {false} */
  readonly tinted?: boolean;
  /** @default {276} */
  readonly width?: number;
  /** @default {250} */
  readonly height?: number;
  /** Room at the right, such as for names of lines. @default {10} */
  readonly marginRight?: number;
  /** Of axes; the title is 2 larger. @default {11} */
  readonly fontSize?: number;
  readonly marks: readonly Plot.Markish[];
}

/** Width of a panel unless it asks for another. */
export const PANEL_WIDTH = 276;
/** Height of a panel unless it asks for another. */
export const PANEL_HEIGHT = 250;
// Room for the numbers of the vertical axis.
const AXIS = 38;

/** Renders one panel: title, labelled axes, a faint grid and the marks. */
export function renderPanel(options: PanelOptions, surface: Surface): Panel {
  const { width = PANEL_WIDTH, height = PANEL_HEIGHT, xTicks = 4, marginRight = 10 } = options;
  const { fontSize = 11 } = options;
  const color = paint("muted", surface);
  const grid = { stroke: paint("rule", surface), strokeOpacity: 1 };
  const axis = { color, tickSize: 0, fontSize };
  // Plot takes a number for "about so many" and an array for positions.
  const ticks = xTicks as number;
  const svg = renderPlot({
    width,
    height,
    marginTop: 44,
    marginRight,
    marginBottom: 36,
    marginLeft: AXIS,
    ariaLabel: options.ariaLabel,
    x: options.x,
    y: options.y,
    marks: [
      options.tinted ? Plot.frame({ fill: paint("tint", surface), stroke: null }) : null,
      Plot.gridX({ ticks, ...grid }),
      Plot.gridY({ ticks: 5, ...grid }),
      Plot.axisX({ ticks, ...axis, label: `${options.xLabel} →`, labelArrow: "none" }),
      Plot.axisY({ ticks: 5, ...axis, label: null }),
      Plot.text([`↑ ${options.yLabel}`], {
        frameAnchor: "top-left",
        lineAnchor: "bottom",
        dx: -AXIS,
        dy: -8,
        fontSize,
        fill: color,
      }),
      Plot.text([options.title], {
        frameAnchor: "top-left",
        dx: -AXIS,
        dy: -42,
        fontSize: fontSize + 2,
        fontWeight: "600",
        fill: paint("text", surface),
      }),
      ...options.marks,
    ],
  }, surface);
  return { svg, width, height };
}

/** The class that all marks of one line share, so that a page can pick them out. */
export function seriesClass(label: string, ofPaper = false): string {
  const name = label.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/-$/, "");
  return `${ofPaper ? "paper" : "series"}-${name}`;
}
