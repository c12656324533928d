import * as Plot from "@observablehq/plot";
import { type InkName, paint, type Surface } from "../../style/inks.ts";
import { formatNumber } from "../../style/number_format.ts";
import { type Panel, renderPanel, seriesClass } from "../../figures/panel.ts";
import { PAPER_TABLES as tables } from "../../paper/paper_results.ts";
import { compareMethods, methodInk, SUBJECT } from "../answer_methods.ts";
import { bestRow } from "../chosen_settings.ts";
import type { Condition } from "../conditions.ts";
import { type FrontierRow, settingText } from "../frontier_rows.ts";
import { rowTip, shareDomain } from "./frontier_figure.ts";

interface Point {
  readonly T: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
  readonly tip: string;
}

/** A line of the figure. */
export interface StepsLine {
  readonly name: string;
  readonly ink: InkName;
  readonly rows: readonly FrontierRow[];
}

/** The corrector (S, ω) that is best on average over the validation problems' T. */
function chosenCorrector(condition: Condition, method: string): FrontierRow | undefined {
  const rows = condition.validation.length > 0 ? condition.validation : [];
  const groups = Map.groupBy(
    rows.filter((row) => row.method === method && row.S > 0),
    ({ S, omega }) => `${S},${omega}`,
  );
  const means = Array.from(groups.values(), (group) => ({
    ...group[0]!,
    accuracy: {
      mean: group.reduce((sum, row) => sum + row.accuracy.mean, 0) / group.length,
      se: null,
    },
  }));
  return bestRow(means);
}

/** One line for each method, by T; of a method with correctors, the one that validation chooses. */
export function stepsLines(condition: Condition): StepsLine[] {
  const stepped = condition.test.filter(({ T }) => T > 0);
  const methods = [...Map.groupBy(stepped, ({ method }) => method)]
    .sort(([a], [b]) => compareMethods(a, b));
  return methods.flatMap(([method, rows]) => {
    const sorted = rows.toSorted((a, b) => a.T - b.T);
    if (rows.every(({ S }) => S === 0)) {
      return [{ name: method, ink: methodInk(method), rows: sorted }];
    }
    const chosen = chosenCorrector(condition, method) ?? sorted[0]!;
    const name = `${method} (${settingText({ ...chosen, T: 0 })})`;
    const own = sorted.filter(({ S, omega }) => S === chosen.S && omega === chosen.omega);
    return [{ name, ink: methodInk(method), rows: own }];
  });
}

function marksOf(
  points: readonly Point[],
  { ink, series, hollow }: {
    readonly ink: InkName;
    readonly series: string;
    readonly hollow: boolean;
  },
  surface: Surface,
): Plot.Markish[] {
  const color = paint(ink, surface), className = `series ${series}`;
  return [
    Plot.line(points, {
      className,
      x: "T",
      y: "y",
      stroke: color,
      strokeWidth: hollow ? 1.1 : 1.6,
    }),
    Plot.ruleX(points.filter(({ low, high }) => low < high), {
      ...{ className, x: "T", y1: "low", y2: "high", stroke: color, strokeOpacity: 0.45 },
    }),
    Plot.dot(points, {
      className: `${className} point`,
      ...{ x: "T", y: "y", r: 3.5, stroke: color, title: "tip" },
      fill: hollow ? paint("tint", surface) : color,
    }),
  ];
}

const stepsAxis = (steps: readonly number[]) => {
  const all = [...new Set(steps)].sort((a, b) => a - b);
  return {
    x: {
      type: "log" as const,
      domain: [all[0]! / 1.15, all.at(-1)! * 1.15],
      tickFormat: (value: number) => formatNumber(value, 0),
    },
    xTicks: all,
  };
};

/** Accuracy on test problems by T, of one condition: the paper's Figure 4 of what ran here. */
export function ownStepsPanel(condition: Condition, surface: Surface): Panel[] {
  const lines = stepsLines(condition), rows = lines.flatMap((line) => line.rows);
  if (rows.length === 0) return [];
  return [renderPanel({
    title: `This run: ${condition.title}`,
    ariaLabel: `${condition.title}: accuracy by unmasking steps`,
    xLabel: "steps T",
    yLabel: "accuracy",
    width: 360,
    ...stepsAxis(rows.map(({ T }) => T)),
    y: { domain: shareDomain(rows) },
    marks: lines.flatMap(({ name, ink, rows }) =>
      marksOf(
        rows.map((row) => ({
          ...{ T: row.T, y: row.accuracy.mean, tip: rowTip(row) },
          ...{ low: row.interval[0], high: row.interval[1] },
        })),
        { ink, series: seriesClass(name), hollow: false },
        surface,
      )
    ),
  }, surface)];
}

const PAPER_METHODS: Readonly<Record<string, string>> = { ProSeCo: SUBJECT };
const CODE = ["HumanEval", "MBPP"], MATHEMATICS = ["GSM8K", "Minerva"];

/** The paper's own Figure 4: other networks and other problems, each panel with axes of its own. */
export function paperStepsPanels(about: "code" | "math", surface: Surface): Panel[] {
  const { steps, rows } = tables.llada_by_steps;
  const problems = about === "code" ? CODE : MATHEMATICS;
  return problems.map((name) => {
    const lines = Object.entries(rows[name as keyof typeof rows]).map(([method, points]) => ({
      method: PAPER_METHODS[method] ?? method,
      points: points.map(([accuracy, evaluations], i): Point => ({
        ...{ T: steps[i]!, y: accuracy!, low: accuracy!, high: accuracy! },
        tip: [
          `Paper, Figure 4: ${method} on ${name} · T = ${steps[i]}`,
          `${accuracy}%, ${evaluations} evaluations`,
          "8 billion parameters",
        ].join("\n"),
      })),
    }));
    const values = lines.flatMap(({ points }) => points.map(({ y }) => y));
    return renderPanel({
      title: `Paper, 8B: ${name}`,
      ariaLabel: `The paper's Figure 4, ${name}: accuracy in percent by unmasking steps`,
      xLabel: "steps T",
      yLabel: "accuracy in %",
      width: 360,
      tinted: true,
      ...stepsAxis(steps),
      y: { domain: [Math.max(0, Math.min(...values) - 4), Math.max(...values) + 4] },
      marks: lines.flatMap(({ method, points }) =>
        marksOf(points, {
          ink: methodInk(method),
          series: seriesClass(method, true),
          hollow: true,
        }, surface)
      ),
    }, surface);
  });
}
