/**
 * Reports: what came out of a run, as one page, tables and figures.
 *
 * @module
 */
export { type HeldOutBound, readBound } from "./bound_section.ts";
export { type DatasetMeta, readDatasetMeta, readPropertyValues } from "./dataset.ts";
export type { NamedHistory } from "./figure_sections.ts";
export type { ExplainInvalid } from "./failure_section.ts";
export type { DrawMolecule } from "./gallery.ts";
export { type HistoryEntry, readHistory } from "./history.ts";
export {
  type MoleculeMetrics,
  type PropertyStatistics,
  readMoleculeMetrics,
  type SampledMolecule,
} from "./metrics.ts";
export { buildReport, type ReportFiles, type ReportOptions } from "./report.ts";
export type { Estimate } from "./statistics.ts";
export { summarize, type SummaryRow } from "./summary.ts";
export { readRecordedSamples, type RecordedFrame, type RecordedSamples } from "./trajectory.ts";
