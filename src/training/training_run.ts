import type { NetworkConfig } from "../model/config.ts";
import { writeCheckpoint } from "../model/checkpoint.ts";
import { writeAdapter } from "../model/lora/adapter_files.ts";
import { mergeAdapters } from "../model/lora/merge_adapters.ts";
import { countParameters, type Parameters } from "../model/parameters.ts";
import { readCheckpoint } from "../model/checkpoint.ts";
import { vocabularyOf } from "../artifacts/dataset_meta.ts";
import { countSequences, type Dataset } from "../artifacts/dataset.ts";
import { bestRecord } from "../artifacts/history.ts";
import type { Objective } from "../diffusion/objectives/objective.ts";
import { publishRun } from "./log/publish_run.ts";
import type { Communicator } from "../parallel/communicator.ts";
import { sampleDrawer } from "./sample_drawer.ts";
import { describeEngine } from "../tensor/engines/engines.ts";
import { train, type TrainOptions } from "./train.ts";
import { trainingFacts } from "./log/training_facts.ts";

/** Settings of a training task as a pipeline file names them. */
export type TrainingSettings =
  & Pick<TrainOptions, "steps" | "batchSize" | "seed" | "warmupSteps" | "decay" | "decayShare">
  & Pick<TrainOptions, "optimizer" | "weightDecay" | "clip" | "emaDecay">
  & Pick<TrainOptions, "labelDropout" | "logEvery" | "validateEvery" | "validationBatches">
  & Pick<
    TrainOptions,
    | "accumulate"
    | "engine"
    | "precision"
    | "dropout"
    | "recompute"
    | "checkpointEvery"
    | "keepCheckpoints"
  >
  & Pick<TrainOptions, "sampleEvery" | "patience">
  & {
    /** Which averaged parameters become the model; the best where there is `patience`, else the last. */
    readonly use?: "last" | "best";
    /** Sequences that are drawn every `sampleEvery` steps. */
    readonly sampleCount: number;
    /** Steps in which they are drawn. */
    readonly sampleSteps: number;
    /** Highest learning rate. */
    readonly learningRate: number;
    /** Learning rate of the last step, as a share of the highest. */
    readonly finalLearningRateShare: number;
  };

/** The parts of a task's context that training uses. */
export interface RunContext {
  /** Folder that outlives an interrupted run. */
  readonly scratch: string;
  /** Cores to use. */
  readonly cpus: number;
  /** Stops the run, after a checkpoint. */
  readonly signal: AbortSignal;
  /** Processes that share the work; the first alone writes what comes of it. @default {alone} */
  readonly communicator?: Communicator;
  /** Where results go. */
  readonly outputs: Readonly<Record<"model" | "history" | "checkpoints" | "log", string>>;
  /** Reports progress. */
  progress(progress: {
    readonly done: number;
    readonly total: number;
    readonly values: Readonly<Record<string, number | string>>;
  }): void;
  /** Writes a line for people. */
  log(line: string): void;
  /** Records facts of the run. */
  record(facts: Readonly<Record<string, string | number | null>>): void;
}

/** Trains a network as a task does: with progress, records and a checkpoint at the end. */
export async function runTraining(
  config: NetworkConfig,
  initial: Parameters,
  dataset: Dataset,
  objective: Objective,
  settings: TrainingSettings,
  context: RunContext,
): Promise<void> {
  const { cpus, scratch, signal, communicator, outputs, progress, log, record } = context;
  const { steps, batchSize } = settings;
  const parameterCount = countParameters(initial);
  log(
    `${parameterCount.toLocaleString("en")} parameters, ` +
      `${
        countSequences(dataset.train).toLocaleString("en")
      } sequences, ${steps} steps of ${batchSize}`,
  );
  log(await describeEngine(settings.engine, { threads: cpus }));
  const started = performance.now();
  let firstStep = 0;
  const { parameters, history } = await train(config, initial, {
    data: dataset.train,
    heldOut: dataset.test,
    scratch,
    signal,
    communicator,
    log,
    draw: sampleDrawer(config, dataset, objective, { ...settings, threads: cpus }),
    onStep(step, { loss }) {
      firstStep ||= step;
      const seconds = (performance.now() - started) / 1000;
      const tokens = (step - firstStep + 1) * batchSize * config.length;
      const values = { loss: loss!.toFixed(3), "tokens/s": Math.round(tokens / seconds) };
      progress({ done: step, total: steps, values });
    },
  }, {
    ...settings,
    objective,
    noLabel: config.numClasses,
    peak: settings.learningRate,
    finalShare: settings.finalLearningRateShare,
    threads: cpus,
  });
  if (communicator !== undefined && communicator.rank > 0) return;
  const best = bestRecord(history);
  const { use = settings.patience === undefined ? "last" : "best" } = settings;
  const learned = use === "best"
    ? (await readCheckpoint(`${scratch}/best`)).parameters
    : parameters;
  if (config.lora !== undefined) {
    await writeAdapter(`${outputs.model}/adapter`, config, learned);
    log("The adapter alone is in the model's folder, in adapter/");
  }
  await writeCheckpoint(outputs.model, {
    ...mergeAdapters({ config, parameters: learned }),
    vocabulary: vocabularyOf(dataset.meta),
    training: trainingFacts(objective, {
      steps: use === "best" ? best!.step : history.at(-1)!.step,
      batchSize,
      properties: dataset.properties,
    }),
  });
  const last = history.findLast(({ validation }) => validation !== undefined);
  if (last?.validation !== undefined && best?.validation !== undefined) {
    const isBest = best.step === last.step;
    log(
      `Held-out loss ${last.validation.toFixed(4)} at step ${last.step}` +
        (isBest
          ? ", the lowest"
          : `; the lowest was ${best.validation.toFixed(4)} at ${best.step}`),
    );
  }
  await publishRun(scratch, outputs);
  record({
    parameters: parameterCount,
    seconds: Math.round((performance.now() - started) / 1000),
    validation: history.at(-1)?.validation ?? null,
    bestValidation: best?.validation ?? null,
    bestStep: best?.step ?? null,
  });
}
