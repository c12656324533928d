/**
 * Training of denoisers: batches, the compiled step, the loop with its checkpoints.
 *
 * @module
 */
export { type BatchOptions, type TrainingData } from "./batches.ts";
export { type Dataset, type DatasetMeta, readDataset } from "./dataset.ts";
export { initialNetwork, type NetworkSettings } from "./initial_network.ts";
export * from "./objectives/mod.ts";
export { type RunContext, runTraining, type TrainingSettings } from "./run.ts";
export { LEARNING_RATE_SCHEDULES, type LearningRateOptions } from "./schedule.ts";
export { type AdamWOptions } from "../tensor/adamw.ts";
export { type StepOptions } from "./step.ts";
export { type HistoryRecord } from "./history.ts";
export { train, type TrainContext, type TrainOptions } from "./train.ts";
