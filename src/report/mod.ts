/**
 * Reports: what came out of a run, as one page, tables and figures.
 *
 * @module
 */
export { type HeldOutBound, readBound } from "./sections/bound_section.ts";
export {
  type DatasetMeta,
  readDatasetMeta,
  readPropertyValues,
} from "./sections/dataset_section.ts";
export type { NamedHistory } from "./sections/figure_sections.ts";
export type { ExplainInvalid } from "./sections/failure_section.ts";
export type { DrawMolecule } from "./sections/molecule_drawing.ts";
export { type HistoryEntry, readHistory } from "../artifacts/history.ts";
export {
  type MoleculeMetrics,
  type PropertyStatistics,
  readMoleculeMetrics,
  type SampledMolecule,
} from "../artifacts/metrics.ts";
export { buildReport, type ReportFiles, type ReportOptions } from "./build_report.ts";
export type { Estimate } from "./analysis/statistics.ts";
export { summarize, type SummaryRow } from "./analysis/summary.ts";
export {
  type MoleculeSamples,
  readMoleculeSamples,
  type RecordedFrame,
} from "../artifacts/samples.ts";
