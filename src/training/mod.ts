/**
 * Training of networks that predict tokens: a loop with checkpoints, and the losses of masked diffusion.
 *
 * @example Two updates of a small network
 * ```ts
 * import { initialParameters, newConfig } from "@proseco/proseco/model";
 * import { randomKey } from "@proseco/proseco/random";
 * import { maskedObjective, train } from "@proseco/proseco/training";
 *
 * const facts = { vocab: 3, length: 4, numClasses: 0, maskId: 2 };
 * const config = newConfig({ hiddenSize: 16, condDim: 8, nBlocks: 1, nHeads: 2 }, facts);
 * const rows = { tokens: Uint8Array.from([0, 1, 0, 1, 1, 0, 1, 0]), labels: new Uint8Array(2) };
 * const scratch = await Deno.makeTempDir();
 * const { history } = await train(
 *   config,
 *   initialParameters(config, randomKey(0)),
 *   { data: { ...rows, length: 4 }, heldOut: { ...rows, length: 4 }, scratch },
 *   {
 *     ...{ steps: 2, batchSize: 2, seed: 0, peak: 1e-3, warmupSteps: 0, decay: "constant" },
 *     ...{ finalShare: 1, decayShare: 0, emaDecay: 0.9, labelDropout: 0, noLabel: 0 },
 *     ...{ clip: 1, weightDecay: 0 },
 *     objective: maskedObjective({ maskId: 2 }),
 *     ...{ logEvery: 1, validateEvery: 0, validationBatches: 1 },
 *   },
 * );
 * if (history.at(-1)?.step !== 2) throw new Error("it did not train for two steps");
 * await Deno.remove(scratch, { recursive: true });
 * ```
 *
 * @module
 */
export { train, type TrainContext, type TrainOptions } from "./train.ts";
export { maskedObjective, type MaskedObjectiveOptions } from "../diffusion/objectives/masked.ts";
export type { CorrectorTraining } from "../diffusion/objectives/masked.ts";
export type { CountedOptions } from "../diffusion/objectives/counted.ts";
export type { LossOptions } from "../diffusion/objectives/losses/self_correction_loss.ts";
export type {
  BatchTensors,
  CleanBatch,
  Objective,
  PassOptions,
  SequenceFacts,
  TrainedNetwork,
} from "../diffusion/objectives/objective.ts";
export type { Prediction } from "../diffusion/objectives/losses/prediction.ts";
export type { NoiseLevelOptions } from "../diffusion/process/noise_levels.ts";
export type { OptimizerName } from "../tensor/optimizers/optimizers.ts";
export type { Communicator } from "../parallel/communicator.ts";
export { joinMpi, type MpiCommunicator } from "../parallel/mpi_communicator.ts";
export type { IdArray, SequenceData } from "../artifacts/dataset.ts";
export type { HistoryRecord } from "../artifacts/history.ts";
export type { BatchOptions } from "./batches.ts";
export type { LearningRateOptions } from "./decay.ts";
export type { StepOptions } from "./step/step.ts";
export type { UpdateOptions } from "./step/update.ts";
export type { UpdaterOptions } from "./step/updater.ts";
