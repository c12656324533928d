import * as Plot from "@observablehq/plot";
import { formatEstimate, formatNumber } from "../style/number_format.ts";
import { type InkName, paint, type Surface } from "../style/inks.ts";
import { type Panel, renderPanel } from "./panel.ts";
import { PAPER_TABLES as tables } from "../paper/paper_results.ts";
import type { PublishedScores } from "../paper/paper_tables.ts";

interface Point {
  readonly steps: number;
  readonly value: number;
  readonly tip: string;
}

interface Line {
  readonly name: string;
  readonly ofPaper: boolean;
  readonly ink: InkName;
  readonly points: readonly Point[];
}

const METRICS = ["MAUVE", "GenPPL", "Entropy"] as const;
const INKS: Readonly<Record<string, InkName>> = {
  MDLM: "mdm",
  ReMDM: "remdm",
  PRISM: "prism",
  ProSeCo: "proseco-0",
};

function inkOf(method: string): InkName {
  return Object.entries(INKS).find(([name]) => method.startsWith(name))?.[1] ?? "other";
}

function paperLines(metric: typeof METRICS[number]): Line[] {
  const { steps } = tables.openwebtext;
  return Object.entries(tables.openwebtext[metric]).flatMap(([name, values]) =>
    Array.isArray(values)
      ? [{
        name,
        ofPaper: true,
        ink: inkOf(name),
        points: steps.map((count, index) => ({
          steps: count,
          value: values[index]!,
          tip: `Paper: ${name} · ${count} steps\n${metric} ${values[index]}`,
        })),
      }]
      : []
  );
}

function ownLines(metric: string, published: readonly PublishedScores[]): Line[] {
  return published.filter(({ file }) => file.table === "openwebtext").flatMap(({ name, file }) => {
    const scores = file.scores.filter((one) => one.metric === metric && one.steps !== undefined);
    return Array.from(
      Map.groupBy(scores, ({ method }) => method),
      ([method, group]) => ({
        name: method,
        ofPaper: false,
        ink: inkOf(method),
        points: group.toSorted((a, b) => a.steps! - b.steps!).map(({ steps, value, seeds }) => ({
          steps: steps!,
          value: value.mean,
          tip: `${name}: ${method} · ${steps} steps\n${metric} ${formatEstimate(value, 3)}\nseeds ${
            seeds.join(", ")
          }`,
        })),
      }),
    );
  });
}

function marksOf({ name, ofPaper, ink, points }: Line, surface: Surface): Plot.Markish[] {
  const color = paint(ink, surface);
  return [
    Plot.line(points, {
      x: "steps",
      y: "value",
      stroke: color,
      strokeWidth: ofPaper ? 1.1 : 1.8,
      strokeDasharray: ofPaper ? "4 3" : undefined,
    }),
    Plot.dot(points, {
      className: "point",
      x: "steps",
      y: "value",
      r: 4,
      fill: ofPaper ? paint("ground", surface) : color,
      stroke: color,
      title: "tip",
    }),
    Plot.text(points.slice(-1), {
      x: "steps",
      y: "value",
      text: () => name,
      textAnchor: "start",
      dx: 8,
      fill: color,
      fontSize: 10,
    }),
  ];
}

/**
 * Quality of unconditional text by inference steps: the paper's Table 2 as curves, dashed, and what
 * ran here, solid; a panel for each metric.
 */
export function stepsPanels(published: readonly PublishedScores[], surface: Surface): Panel[] {
  return METRICS.map((metric) => {
    const lines = [...paperLines(metric), ...ownLines(metric, published)];
    const points = lines.flatMap((line) => line.points);
    const steps = points.map((point) => point.steps), values = points.map(({ value }) => value);
    const room = (Math.max(...values) - Math.min(...values)) * 0.08;
    return renderPanel({
      title: metric,
      ariaLabel: `${metric} of unconditional text by inference steps`,
      xLabel: "steps",
      yLabel: metric,
      width: 340,
      marginRight: 64,
      x: {
        type: "log",
        base: 2,
        domain: [Math.min(...steps), Math.max(...steps)],
        tickFormat: (value: number) => formatNumber(value, 0),
      },
      y: { domain: [Math.min(...values) - room, Math.max(...values) + room] },
      xTicks: [...new Set(steps)].sort((a, b) => a - b),
      marks: lines.flatMap((line) => marksOf(line, surface)),
    }, surface);
  });
}
