/**
 * Training of denoisers: batches, the compiled step, the loop with its checkpoints.
 *
 * @module
 */
export { type Dataset, type DatasetMeta, readDataset } from "./dataset.ts";
export { type RunContext, runTraining, type TrainingSettings } from "./run.ts";
export { type HistoryRecord, train, type TrainContext, type TrainOptions } from "./train.ts";
