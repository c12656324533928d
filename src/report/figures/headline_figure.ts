import * as Plot from "@observablehq/plot";
import { comparedMethod } from "../analysis/equal_evaluations.ts";
import { byProperty, PAPER_COUNT, type SummaryRow } from "../analysis/summary.ts";
import { formatCount, formatEstimate, formatNumber } from "../style/number_format.ts";
import { paint } from "../style/inks.ts";
import { propertyText } from "../style/property_text.ts";
import { seriesStyles, stepsText } from "../style/methods.ts";
import { figureFile } from "./figure_file.ts";
import { type Panel, renderPanel } from "./panel.ts";
import { evaluationScale } from "./evaluation_scale.ts";

/** The width that GitHub shows a README's figure at, with room to spare. */
const WIDTH = 830;
const FONT_SIZE = 13;

/** What the figure needs to know of a setting. */
export type HeadlineRow = Pick<
  SummaryRow,
  | "property"
  | "sampler"
  | "method"
  | "S"
  | "omega"
  | "T"
  | "gamma"
  | "nfe"
  | "novelPer1024"
  | "figures"
>;

interface Measure {
  readonly title: string;
  readonly unit: string;
  readonly digits: number;
  readonly value: (row: HeadlineRow) => HeadlineRow["novelPer1024"];
}

const MEASURES: readonly Measure[] = [
  {
    title: "Valid molecules",
    unit: "% of those drawn",
    digits: 1,
    value: ({ figures: { valid } }) => {
      const { mean, se } = valid ?? { mean: 0, se: null };
      return { mean: 100 * mean, se: se === null ? null : 100 * se };
    },
  },
  {
    title: "Novel molecules",
    unit: `of ${formatCount(PAPER_COUNT)} drawn`,
    digits: 0,
    value: ({ novelPer1024 }) => novelPer1024,
  },
];

/** The rows of one property and one strength that hold MDM and ProSeCo, both at several costs. */
function chooseRows(rows: readonly HeadlineRow[]): readonly HeadlineRow[] {
  for (const [, group] of byProperty(rows)) {
    const ours = comparedMethod(group);
    const pair = group.filter(({ sampler, method }) => sampler === "mdm" || method === ours);
    const strengths = [...Map.groupBy(pair, ({ gamma }) => gamma)]
      .filter(([, one]) =>
        Map.groupBy(one, ({ sampler }) => sampler).values().toArray()
          .filter(({ length }) => length > 1).length === 2
      )
      .sort(([a], [b]) => Number(a <= 1) - Number(b <= 1) || a - b);
    const [chosen] = strengths;
    if (chosen !== undefined) return chosen[1];
  }
  return [];
}

function tip(row: HeadlineRow, measure: Measure): string {
  return [
    [row.method, stepsText(row), `γ = ${row.gamma}`].filter((part) => part !== "").join(" · "),
    `${measure.title}: ${formatEstimate(measure.value(row), measure.digits)} ${measure.unit}`,
    `${formatNumber(row.nfe, 0)} evaluations`,
  ].join("\n");
}

function panelOf(rows: readonly HeadlineRow[], measure: Measure, width: number): Panel {
  const points = rows.map((row) => {
    const { mean, se } = measure.value(row);
    return { row, nfe: row.nfe, mean, low: mean - (se ?? 0), high: mean + (se ?? 0) };
  }).sort((a, b) => a.nfe - b.nfe);
  const lasts = [...Map.groupBy(points, ({ row }) => row.method).values()];
  const highest = Math.max(...lasts.map((line) => line.at(-1)!.mean));
  const marks = [...seriesStyles(rows)].flatMap(([method, { ink, symbol }]) => {
    const line = points.filter(({ row }) => row.method === method), color = paint(ink, "page");
    const last = line.at(-1)!, isUpper = last.mean === highest;
    return [
      Plot.line(line, { x: "nfe", y: "mean", stroke: color, strokeWidth: 2.4 }),
      Plot.ruleX(line, {
        ...{ x: "nfe", y1: "low", y2: "high", stroke: color, strokeOpacity: 0.5, strokeWidth: 1.6 },
      }),
      Plot.dot(line, {
        ...{ x: "nfe", y: "mean", symbol, r: 5.5, fill: color },
        ...{ stroke: paint("ground", "page"), title: ({ row }) => tip(row, measure) },
      }),
      Plot.text([last], {
        ...{ x: "nfe", y: isUpper ? "high" : "low", text: () => method },
        ...{ textAnchor: "end", dx: 8, dy: isUpper ? -12 : 12 },
        ...{ fill: color, stroke: paint("ground", "page"), strokeWidth: 4 },
        ...{ fontSize: FONT_SIZE + 2, fontWeight: "600" },
      }),
    ];
  });
  return renderPanel({
    title: measure.title,
    ariaLabel: `${measure.title} by network evaluations`,
    xLabel: "network evaluations per molecule",
    yLabel: measure.unit,
    ...evaluationScale(rows),
    // The name of the upper line stands above its last point, that of the lower below.
    y: { domain: [0, Math.max(...points.map(({ high }) => high), 1) * 1.16] },
    ...{ width, height: 300, fontSize: FONT_SIZE, marks },
  }, "page");
}

/**
 * The figure that says most of a run at one glance, for a README: what evaluations buy MDM and
 * ProSeCo, valid molecules in one panel and novel ones in the other, for one property and the
 * weakest guidance that counts two evaluations a step. It takes the colours of a light or a dark
 * page.
 *
 * @param note What stands below: the data, and what the bars are.
 * @returns `null` where nothing ran that shows it: both methods, each at more than one cost.
 */
export function headlineFigure(rows: readonly HeadlineRow[], note: string): string | null {
  const chosen = chooseRows(rows), [first] = chosen;
  if (first === undefined) return null;
  const { inProse } = propertyText(first.property);
  const gap = 18, width = (WIDTH - 3 * gap) / 2;
  return figureFile(
    [{
      title: `What network evaluations buy: guided to a high ${inProse}, γ = ${first.gamma}`,
      panels: MEASURES.map((measure) => panelOf(chosen, measure, width)),
    }],
    [],
    [note],
    "page",
  );
}
