import * as Plot from "@observablehq/plot";
import { type InkName, inksOf, paint, type Surface } from "../../style/inks.ts";
import { formatEstimate, formatNumber } from "../../style/number_format.ts";
import { type LegendEntry, legendEntry } from "../../figures/legend.ts";
import { type Panel, renderPanel, seriesClass } from "../../figures/panel.ts";
import { renderPlot } from "../../figures/plot.ts";
import { baseMethod, PROSECO, SUBJECT, VANILLA } from "../answer_methods.ts";
import type { ChosenSetting } from "../chosen_settings.ts";
import type { Findings } from "../findings.ts";
import { type FrontierRow, settingOf, settingText } from "../frontier_rows.ts";

interface Point {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
  readonly tip: string;
  readonly chosen: string;
}

/** Methods without a corrector, which are lines. */
const LINES: readonly { method: string; ink: InkName; dashed: boolean }[] = [
  { method: VANILLA, ink: "mdm", dashed: false },
  { method: PROSECO, ink: "muted", dashed: true },
];

/** The colour of each ω among rows. */
export function omegaInks(rows: readonly FrontierRow[]): Map<number, InkName> {
  const inks = inksOf("proseco");
  const omegas = [...new Set(correctedRows(rows).map(({ omega }) => omega))].sort((a, b) => a - b);
  return new Map(omegas.map((omega, i) => [omega, inks[i % inks.length]!]));
}

/** The radius of each S among rows. */
export function sizesOf(rows: readonly FrontierRow[]): Map<number, number> {
  const sizes = [...new Set(correctedRows(rows).map(({ S }) => S))].sort((a, b) => a - b);
  return new Map(sizes.map((S, i) => [S, 3.4 + 1.8 * i]));
}

/** Rows of the method that the figure is about. */
export function correctedRows(rows: readonly FrontierRow[]): FrontierRow[] {
  return rows.filter(({ method, evaluations }) =>
    baseMethod(method) === SUBJECT && evaluations !== null
  );
}

const omegaSeries = (omega: number) => seriesClass(`omega ${omega}`);
const sizeSeries = (S: number) => seriesClass(`size ${S}`);

/** The legend of the figure: its lines, the colours of ω and the sizes of S. */
export function frontierLegend(rows: readonly FrontierRow[], surface: Surface): LegendEntry[] {
  const circle = { symbol: "circle" as const };
  const lines = LINES.filter(({ method }) => rows.some((row) => baseMethod(row.method) === method));
  const dot = (radius: number) =>
    renderPlot({
      ...{ width: 30, height: 14, margin: 0, axis: null },
      ...{ x: { domain: [0, 1] }, y: { domain: [0, 1] } },
      marks: [
        Plot.dot([[0.5, 0.5]], { r: Math.min(radius, 6.5), fill: paint("muted", surface) }),
      ],
    }, surface);
  return [
    ...lines.map(({ method, ink }) =>
      legendEntry({ label: method, ink, ...circle }, false, surface)
    ),
    ...Array.from(omegaInks(rows), ([omega, ink]) => ({
      ...legendEntry({ label: `omega ${omega}`, ink, ...circle }, false, surface),
      label: `ω = ${omega}`,
    })),
    ...Array.from(sizesOf(rows), ([S, radius]): LegendEntry => ({
      ...{ label: `S = ${S}`, series: sizeSeries(S), svg: dot(radius), ofPaper: false },
    })),
  ];
}

/** What a point says of its row. */
export function rowTip(row: FrontierRow): string {
  return [
    [row.method, settingText(row)].filter((part) => part !== "").join(" · "),
    `accuracy ${formatEstimate(row.accuracy, 3)}, 95% ${formatNumber(row.interval[0], 3)} to ${
      formatNumber(row.interval[1], 3)
    }`,
    `${formatNumber(row.evaluations, 1)} evaluations · empty ${formatNumber(row.empty, 3)}`,
  ].join("\n");
}

function pointOf(row: FrontierRow, chosen: readonly ChosenSetting[]): Point {
  const names = chosen.filter(({ test }) => test !== null && settingOf(test) === settingOf(row))
    .map(({ name }) => name);
  return {
    ...{ x: row.evaluations!, y: row.accuracy.mean, low: row.interval[0], high: row.interval[1] },
    tip: [rowTip(row), ...(names.length > 0 ? [`chosen as ${names.join(", ")}`] : [])].join("\n"),
    chosen: names.join(", "),
  };
}

/** A method that has no corrector: one line through its steps. */
function lineMarks(
  points: readonly Point[],
  style: { readonly ink: InkName; readonly dashed: boolean; readonly series: string },
  surface: Surface,
): Plot.Markish[] {
  const color = paint(style.ink, surface), className = `series ${style.series}`;
  return [
    Plot.line(points, {
      ...{ className, x: "x", y: "y", stroke: color, strokeWidth: 1.6 },
      strokeDasharray: style.dashed ? "4 3" : undefined,
    }),
    Plot.ruleX(points, {
      ...{ className, x: "x", y1: "low", y2: "high", stroke: color, strokeOpacity: 0.45 },
    }),
    Plot.dot(points, {
      className: `${className} point`,
      ...{ x: "x", y: "y", r: 3, fill: color, title: "tip" },
    }),
  ];
}

function correctedMarks(
  rows: readonly FrontierRow[],
  chosen: readonly ChosenSetting[],
  { inks, sizes }: {
    readonly inks: ReadonlyMap<number, InkName>;
    readonly sizes: ReadonlyMap<number, number>;
  },
  surface: Surface,
): Plot.Markish[] {
  // Small ones above, so that all can be seen and pointed at.
  return rows.toSorted((a, b) => b.S - a.S).flatMap((row) => {
    const points = [pointOf(row, chosen)], r = sizes.get(row.S)!;
    const color = paint(inks.get(row.omega)!, surface);
    const className = `series ${omegaSeries(row.omega)} ${sizeSeries(row.S)}`;
    return [
      Plot.ruleX(points, {
        ...{ className, x: "x", y1: "low", y2: "high", stroke: color, strokeOpacity: 0.45 },
      }),
      Plot.dot(points, {
        className: `${className} point`,
        ...{ x: "x", y: "y", r, fill: color, fillOpacity: 0.75, title: "tip" },
        stroke: paint("ground", surface),
        strokeWidth: 0.8,
      }),
      ...(points[0]!.chosen === "" ? [] : [
        Plot.dot(points, {
          ...{ className, x: "x", y: "y", r: r + 3, fill: "none", strokeWidth: 1.4 },
          stroke: paint("text", surface),
        }),
        Plot.text(points, {
          ...{ className, x: "x", y: "y", text: "chosen", fontSize: 11, fontWeight: "600" },
          ...{ dy: r + 13, fill: paint("text", surface), strokeWidth: 3 },
          stroke: paint("ground", surface),
        }),
      ]),
    ];
  });
}

/** The limits of an axis of shares: those of the intervals, with some room. */
export function shareDomain(rows: readonly FrontierRow[]): [number, number] {
  const low = Math.min(...rows.map(({ interval }) => interval[0]));
  const high = Math.max(...rows.map(({ interval }) => interval[1]));
  const room = Math.max(0.05, 0.12 * (high - low));
  return [Math.max(0, low - room), Math.min(1, high + room / 2) + 0.005];
}

/**
 * The paper's Figure 3 of one condition: accuracy on test problems against evaluations, a panel for each
 * T; colour is ω, size is S. Vanilla SFT is a line through all its T in every panel, and so is ProSeCo
 * SFT without its corrector, dashed. All panels share their axes.
 */
export function frontierPanels(
  { test, title, chosen }: Findings,
  surface: Surface,
): Panel[] {
  const lines = LINES.map((line) => ({
    ...line,
    rows: test.filter((row) => baseMethod(row.method) === line.method && row.evaluations !== null)
      .sort((a, b) => a.evaluations! - b.evaluations!),
  }));
  const corrected = correctedRows(test);
  const shown = [...lines.flatMap(({ rows }) => rows), ...corrected];
  const steps = [...new Set(corrected.map(({ T }) => T))].sort((a, b) => a - b);
  const costs = shown.map(({ evaluations }) => evaluations!);
  const looks = { inks: omegaInks(test), sizes: sizesOf(test) };
  return steps.map((T) =>
    renderPanel({
      title: `T = ${T}`,
      ariaLabel: `${title}, T = ${T}: accuracy against network evaluations`,
      xLabel: "evaluations",
      yLabel: "accuracy",
      x: {
        type: "log",
        domain: [Math.min(...costs) / 1.15, Math.max(...costs) * 1.15],
        tickFormat: (value: number) => formatNumber(value, 0),
      },
      xTicks: tickCosts(costs),
      y: { domain: shareDomain(shown) },
      marks: [
        ...lines.flatMap(({ rows, method, ink, dashed }) =>
          lineMarks(
            rows.map((row) => pointOf(row, [])),
            { ink, dashed, series: seriesClass(method) },
            surface,
          )
        ),
        ...correctedMarks(corrected.filter((row) => row.T === T), chosen, looks, surface),
      ],
    }, surface)
  );
}

/** Round costs, at most six, over the range of an axis. */
export function tickCosts(costs: readonly number[]): number[] {
  const low = Math.min(...costs) / 1.15, high = Math.max(...costs) * 1.15;
  const powers = Array.from({ length: 6 }, (_, power) => 10 ** power);
  const within = (steps: readonly number[]) =>
    powers.flatMap((power) => steps.map((step) => step * power))
      .filter((value) => value >= low && value <= high);
  const fine = within([1, 2, 5]);
  return fine.length <= 6 ? fine : within([1, 3]);
}
