import type { HeldOutBound } from "../../artifacts/bound.ts";
import type { NamedHistory } from "../../artifacts/history.ts";
import { SCORES_FILE } from "../../artifacts/scores.ts";
import type { TextSamples } from "../../artifacts/samples.ts";
import { figureFile } from "../figures/figure_file.ts";
import { rasterize } from "../figures/rasterize.ts";
import { html } from "../page/html.ts";
import { renderPage } from "../page/page.ts";
import { PAPER_SOURCE } from "../paper/paper_results.ts";
import { boundSection } from "../sections/bound_section.ts";
import { lossSection } from "../sections/figure_sections.ts";
import { textTrajectorySection } from "./text_trajectory.ts";
import { csvText } from "../style/csv.ts";
import { TEXT_COLUMNS } from "./text_columns.ts";
import { textComparisonSection } from "./text_comparison_section.ts";
import { textLegend, textPanels } from "./text_panels.ts";
import { textScores } from "./text_scores.ts";
import { type GivenTextMetrics, type JudgedRows, textRows } from "./text_rows.ts";
import {
  textExamplesSection,
  textFigureSection,
  textGuidanceSection,
  textSettingsSection,
  textTableSection,
  unguided,
} from "./text_sections.ts";

/** What a report on texts is made of. */
export interface TextReportOptions {
  /** Heading of the page. */
  readonly title: string;
  /** The command that makes this report again. */
  readonly rerun: string;
  /** One for each setting and seed. */
  readonly metrics: readonly GivenTextMetrics[];
  /** Training logs. @default {none} */
  readonly histories?: readonly NamedHistory[];
  /** Bounds on the likelihood of held-out texts. @default {none} */
  readonly bounds?: readonly HeldOutBound[];
  /** Texts with their steps, of which some are shown step by step. @default {none} */
  readonly samples?: readonly TextSamples[];
  /** Says in a sentence who judged some metrics. */
  readonly judgeLine: (metrics: GivenTextMetrics["metrics"]) => string;
}

function csvOf(groups: readonly JudgedRows[]): string {
  const head = ["network judge", "character judge", "method", "T", "property", "gamma"];
  const lines = groups.flatMap(({ first: { judges }, rows }) =>
    rows.map((row) => [
      ...[judges.network?.id ?? "", judges.characters.id, row.method, row.T],
      ...[row.property ?? "", row.gamma, row.nfe, row.n, row.seeds.join(" ")],
      ...TEXT_COLUMNS.flatMap(({ figure }) => {
        const found = row.figures[figure];
        return [found?.mean ?? null, found?.se ?? null];
      }),
    ])
  );
  const names = TEXT_COLUMNS.flatMap(({ figure }) => [figure, `${figure} se`]);
  return csvText([[...head, "nfe", "n", "seeds", ...names], ...lines]);
}

/**
 * Makes all files of a report on texts: page, table and figure. Figures of different judges stand in
 * tables of their own.
 *
 * @throws {RangeError} If there are no metrics.
 */
export function buildTextReport(
  { title, rerun, metrics, histories = [], bounds = [], samples = [], judgeLine }:
    TextReportOptions,
): Readonly<Record<string, string | Uint8Array>> {
  if (metrics.length === 0) {
    throw new RangeError("Cannot build a report: no metrics given; run eval/text first");
  }
  const groups = textRows(metrics), lines = groups.map(({ first }) => judgeLine(first));
  const page = renderPage({
    ...{ title, lead: "What each method writes at each number of evaluations, beside real text." },
    source: html`
      <div class="source" id="source" data-kind="judge">
        <div class="bar"><strong>Judges.</strong> ${lines.join(" ")}</div>
      </div>
    `,
    sections: [
      ...groups.flatMap((judged, i) => [
        ...textFigureSection(judged, i),
        ...textComparisonSection(judged, i),
        textTableSection(judged, i, lines[i]!),
        ...textGuidanceSection(judged, i),
        textExamplesSection(judged, i),
      ]),
      ...textTrajectorySection(samples),
      ...boundSection(bounds, { noun: "sequence" }),
      ...lossSection(histories),
      textSettingsSection(groups, rerun),
    ],
    footer: html`Paper: ${PAPER_SOURCE}.`,
  });
  const drawn = groups.map((judged, i) => ({
    title: groups.length > 1 ? lines[i]! : title,
    panels: textPanels(unguided(judged), "file"),
  })).filter(({ panels }) => panels.length > 0);
  const svg = drawn.length === 0
    ? undefined
    : figureFile(drawn, textLegend(groups[0]!, "file"), ["Dashed: real text.", ...lines]);
  return {
    "report.html": page,
    "table.csv": csvOf(groups),
    [SCORES_FILE]: JSON.stringify(textScores(groups[0]!, lines[0]!), null, 1) + "\n",
    ...(svg !== undefined && { "texts.svg": svg, "texts.png": rasterize(svg) }),
  };
}
