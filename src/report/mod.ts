/**
 * Reports: what came out of a run, as one page, tables and figures.
 *
 * @module
 */
export { buildFrontier, type FrontierOptions } from "./build_frontier.ts";
export { buildReport, type ReportFiles, type ReportOptions } from "./build_report.ts";
export { buildTextReport, type TextReportOptions } from "./text/build_text_report.ts";
export { collectScores, type MethodMetrics } from "./paper/collect_scores.ts";
export type { ExplainInvalid } from "./sections/failure_section.ts";
export type { DrawMolecule } from "./sections/molecule_drawing.ts";
