import type { Completions } from "../artifacts/completions.ts";
import type { Problem } from "../artifacts/problems.ts";
import { answerGallery } from "./frontier/answers/answer_gallery.ts";
import { recordedTraces } from "./frontier/answers/chosen_traces.ts";
import { traceSection } from "./frontier/answers/trace_section.ts";
import type { DatasetMeta } from "../artifacts/dataset_meta.ts";
import { figureFile } from "./figures/figure_file.ts";
import { rasterize } from "./figures/rasterize.ts";
import { answerTableSection } from "./frontier/answer_table.ts";
import { SCORES_FILE } from "../artifacts/scores.ts";
import { answerScores } from "./frontier/answer_scores.ts";
import { budgetSection } from "./frontier/budget_section.ts";
import { type Findings, findingsOf } from "./frontier/findings.ts";
import { frontierLegend, frontierPanels } from "./frontier/figures/frontier_figure.ts";
import { budgetsCsv, rowsCsv, rowsJson, stepsCsv } from "./frontier/frontier_files.ts";
import { type FrontierRow, frontierRows, type GivenMetrics } from "./frontier/frontier_rows.ts";
import { frontierSection, intervalNote, stepsSection } from "./frontier/frontier_sections.ts";
import { frontierSettings } from "./frontier/frontier_settings.ts";
import { verdictText } from "./frontier/frontier_verdict.ts";
import { describeProblems, problemsBanner } from "./frontier/problem_source.ts";
import { html } from "./page/html.ts";
import { renderPage } from "./page/page.ts";
import { PAPER_SOURCE } from "./paper/paper_results.ts";
import { lossSection } from "./sections/figure_sections.ts";
import type { NamedHistory } from "../artifacts/history.ts";

/** What a report on answers is made of. */
export interface FrontierOptions {
  /** Heading of the page. */
  readonly title: string;
  /** The command that makes this report again. */
  readonly rerun: string;
  /** The prompted data set. */
  readonly meta: DatasetMeta;
  /** One for each setting, part and seed. */
  readonly metrics: readonly GivenMetrics[];
  /** The answers, for those that are shown and for the steps that led to some. @default {[]} */
  readonly completions?: readonly Completions[];
  /** The problems, by their id. @default {new Map()} */
  readonly problems?: ReadonlyMap<string, Problem>;
  /** Training logs. @default {[]} */
  readonly histories?: readonly NamedHistory[];
}

/** The first line of the page: what was found, for each group that may be compared. */
function leadOf(findings: readonly Findings[]): string {
  return findings.map(({ title, compared }) =>
    findings.length > 1 ? `${title}: ${verdictText(compared)}` : verdictText(compared)
  ).join(" ");
}

function figureOf(
  findings: readonly Findings[],
  rows: readonly FrontierRow[],
  meta: DatasetMeta,
): Record<string, string | Uint8Array> {
  const drawn = findings.map((one) => ({ title: one.title, panels: frontierPanels(one, "file") }))
    .filter(({ panels }) => panels.length > 0);
  if (drawn.length === 0) return {};
  const svg = figureFile(drawn, frontierLegend(rows, "file"), [
    describeProblems(meta),
    "Accuracy on test problems, after Figure 3 of the paper; rings: settings that validation problems chose.",
    intervalNote(rows),
  ]);
  return { "frontier.svg": svg, "frontier.png": rasterize(svg) };
}

/**
 * Makes all files of a report on answers to prompts: page, tables and the figure.
 *
 * The same options give the same bytes.
 *
 * @throws {RangeError} If there are no metrics, or they contradict each other.
 */
export function buildFrontier(
  options: FrontierOptions,
): Readonly<Record<string, string | Uint8Array>> {
  const { title, rerun, meta, metrics, completions = [], problems = new Map() } = options;
  if (metrics.length === 0) {
    throw new RangeError(
      "Cannot build a report: no metrics given; run eval/code, eval/math or eval/exact first",
    );
  }
  const rows = frontierRows(metrics), findings = findingsOf(rows);
  const about = metrics.some(({ metrics }) => "passAt" in metrics) ? "code" : "math";
  const scores = answerScores(findings), mask = meta.tokens[meta.maskId]!;
  const page = renderPage({
    title,
    lead: leadOf(findings),
    source: problemsBanner(meta, rows),
    sections: [
      frontierSection(findings),
      ...budgetSection(findings),
      ...stepsSection(findings, about),
      ...traceSection(recordedTraces(rows, completions, mask), problems, {
        mask,
        ends: [meta.eosId, meta.padId].map((id) => meta.tokens[id]!),
      }),
      ...answerGallery(findings, completions, problems),
      answerTableSection(rows),
      ...lossSection(options.histories ?? []),
      frontierSettings(meta, rows, rerun),
    ],
    footer: html`${describeProblems(meta)} Paper: ${PAPER_SOURCE}.`,
  });
  return {
    "report.html": page,
    "frontier.csv": rowsCsv(rows, findings),
    "frontier.json": rowsJson(rows),
    "budgets.csv": budgetsCsv(findings),
    "steps.csv": stepsCsv(findings, about),
    ...(scores && { [SCORES_FILE]: JSON.stringify(scores, null, 1) + "\n" }),
    ...figureOf(findings, rows, meta),
  };
}
