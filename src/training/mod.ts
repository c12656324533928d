/**
 * Training of denoisers: batches, the compiled step, the loop with its checkpoints.
 *
 * @module
 */
export { type BatchOptions, type TrainingData } from "./batches.ts";
export { type Dataset, type DatasetMeta, readDataset } from "../artifacts/dataset.ts";
export { initialNetwork, type NetworkSettings } from "./initial_network.ts";
export * from "../diffusion/objectives/mod.ts";
export { type RunContext, runTraining, type TrainingSettings } from "./training_run.ts";
export { LEARNING_RATE_SCHEDULES, type LearningRateOptions } from "./decay.ts";
export { type AdamWOptions } from "../tensor/optimizers/adamw.ts";
export { type StepOptions } from "./step/step.ts";
export { type HistoryRecord } from "./log/history.ts";
export { train, type TrainContext, type TrainOptions } from "./train.ts";
