import { writeCheckpoint } from "../model/checkpoint.ts";
import type { NetworkConfig } from "../model/config.ts";
import { loadNetwork } from "../model/network.ts";
import type { Parameters } from "../model/parameters.ts";
import { randomKey } from "../random/mod.ts";
import { type OptimizerName, OPTIMIZERS } from "../tensor/optimizers/optimizers.ts";
import type { NamedTensor } from "../tensor/safetensors.ts";
import { writeSafetensors } from "../tensor/safetensors_io.ts";
import type { SequenceData } from "../artifacts/dataset.ts";
import { batchFiller, type BatchOptions } from "./batches.ts";
import { alone, type Communicator, isAnywhere } from "../parallel/communicator.ts";
import { RunCheckpoints, shareRun } from "./checkpoints.ts";
import { bestRecord, evaluationsSinceBest, type HistoryRecord } from "../artifacts/history.ts";
import { RunLog } from "./log/run_log.ts";
import { learningRateAt, type LearningRateOptions } from "./decay.ts";
import { averagedParameters, initialState } from "./step/state.ts";
import { trainedSpecs } from "./step/step.ts";
import { createUpdater, type Updater, type UpdaterOptions } from "./step/updater.ts";
import { createValidator } from "./validation.ts";

/** Settings of a training run. */
export interface TrainOptions
  extends Omit<UpdaterOptions, "optimizer">, BatchOptions, LearningRateOptions {
  /** What moves the parameters; the paper uses `"adamw"`. @default {"adamw"} */
  readonly optimizer?: OptimizerName;
  /** Number of updates. */
  readonly steps: number;
  /** Seed of batches, times, masks and label dropout. */
  readonly seed: number;
  /** Highest decay of the average of the parameters; early steps average over fewer. */
  readonly emaDecay: number;
  /** Steps between records of the history. */
  readonly logEvery: number;
  /** Steps between evaluations on held-out data; 0 evaluates at the end alone. */
  readonly validateEvery: number;
  /** Batches of an evaluation. */
  readonly validationBatches: number;
  /** Evaluations in a row that bring no lower loss, after which training ends. @default {none} */
  readonly patience?: number;
  /** Steps between numbered checkpoints; 0 keeps the last step's alone. @default {0} */
  readonly checkpointEvery?: number;
  /** Numbered checkpoints that are kept. @default {1} */
  readonly keepCheckpoints?: number;
  /** Steps between samples; 0 draws none. @default {0} */
  readonly sampleEvery?: number;
}

/** Where a run reads and writes. */
export interface TrainContext {
  /** Sequences to train on. */
  readonly data: SequenceData;
  /** Held-out sequences. */
  readonly heldOut: SequenceData;
  /**
   * Folder of the run, which outlives an interruption: its state, `checkpoints/`, the model with the
   * lowest held-out loss in `best/`, and its log.
   */
  readonly scratch: string;
  /** When aborted, in whichever process, the state is written and the reason thrown. */
  readonly signal?: AbortSignal;
  /**
   * Processes that share every batch and call this with the same arguments: the result is that of one
   * process but for the order of sums. Process 0 alone writes and draws. @default {alone}
   */
  readonly communicator?: Communicator;
  /** Hears of progress after every step. */
  onStep?(step: number, values: Readonly<Record<string, number>>): void;
  /** Draws sequences from the averaged parameters, as text. */
  draw?(parameters: Parameters, step: number): Promise<readonly string[]>;
  /** Hears of what a reader should know. */
  log?(line: string): void;
}

/** Milliseconds between two saves, and how many times longer than a save they are at least apart. */
const SAVE_INTERVAL = 20_000, SAVE_SHARE = 20;

/** Writes the batch of an update, to look at. */
async function writeBatch(path: string, step: number, updater: Updater): Promise<void> {
  const tensors = Object.entries(updater.batch).map(([name, data]): [string, NamedTensor] => [
    name,
    {
      dtype: data instanceof Int32Array ? "I32" : "F32",
      shape: updater.batchSpecs[name]!.shape,
      data: data as Int32Array<ArrayBuffer>,
    },
  ]);
  await writeSafetensors(path, Object.fromEntries(tensors), { step: String(step) });
}

/**
 * Trains a denoiser and returns its averaged parameters. Goes on from the state in `scratch` where an
 * earlier call was interrupted; the result is the same, bit for bit, as that of an uninterrupted run.
 *
 * @param initial What it starts from; its arrays are overwritten.
 * @throws {Error} If the loss or its gradient is no longer finite; the batch is left in `scratch`.
 */
export async function train(
  config: NetworkConfig,
  initial: Parameters,
  context: TrainContext,
  options: TrainOptions,
): Promise<{ parameters: Parameters; history: readonly HistoryRecord[] }> {
  const { steps, seed, logEvery, validateEvery, validationBatches, engine, threads } = options;
  const { checkpointEvery = 0, keepCheckpoints = 1, sampleEvery = 0, objective } = options;
  const { accumulate = 1 } = options;
  const { data, heldOut, scratch, signal, onStep, draw, log, communicator = alone } = context;
  const isFirst = communicator.rank === 0;
  const checkpoints = new RunCheckpoints(scratch, {
    seed,
    keep: keepCheckpoints,
    onDamaged: log,
  });
  const network = await loadNetwork(config);
  const optimizer = await OPTIMIZERS[options.optimizer ?? "adamw"]();
  const resumed = isFirst ? await checkpoints.latest() : undefined;
  const { state, progress } = shareRun(
    communicator,
    resumed ?? {
      state: initialState(network, initial, {
        ...{ objective, optimizer, precision: options.precision },
      }),
      progress: { history: [], samples: [], sums: {} },
    },
  );
  if (state.step > 0) log?.(`Goes on from step ${state.step}`);
  const history = [...progress.history], samples = [...progress.samples];
  const sums = { ...progress.sums };
  const trained = new Set(trainedSpecs(network, objective).map(({ name }) => name));
  const frozen = Object.fromEntries(
    Object.entries(initial).filter(([name]) => !trained.has(name)),
  );
  const key = randomKey(seed), fill = batchFiller(data, key, options);
  const updater = await createUpdater(network, state, { ...options, optimizer }, {
    fill,
    key,
    frozen,
    communicator,
  });
  const validator = await createValidator(network, state, heldOut, {
    // No more memory than a part of a batch takes.
    batchSize: options.batchSize / accumulate,
    batches: validationBatches * accumulate,
    objective: objective.heldOut,
    frozen,
    engine,
    threads,
    communicator,
  });
  const runLog = isFirst ? await RunLog.open(scratch, { history, samples }) : undefined;
  const averaged = () => ({ ...frozen, ...averagedParameters(network, state, objective) });
  const isDue = (step: number, every: number) => every > 0 && step % every === 0;

  const current = async () => {
    await updater.sync();
    return { state, progress: { history, samples, sums } };
  };
  const saveNumbered = async () => {
    if (isFirst) await checkpoints.saveNumbered(await current());
  };
  const diverged = async (step: number, what: string) => {
    const path = `${scratch}/diverged.safetensors`;
    if (isFirst) await writeBatch(path, step, updater);
    // The first error ends all processes.
    communicator.barrier();
    return new Error(
      `Training diverged at step ${step}: ${what}; lower the learning rate (${options.peak}). The ` +
        `batch is in ${path}`,
    );
  };
  const report = async (step: number, learningRate: number, validates: boolean) => {
    const count = step - (history.at(-1)?.step ?? 0);
    const means = Object.fromEntries(
      Object.entries(sums).map(([name, sum]) => [name, sum / count]),
    ) as { loss: number; gradientNorm: number };
    const validation = validates ? await validator.evaluate() : undefined;
    if (validation !== undefined && !Number.isFinite(validation)) {
      throw await diverged(step, `the held-out loss is ${validation}`);
    }
    const record = { step, ...means, learningRate, ...(validates && { validation }) };
    history.push(record);
    for (const name in sums) sums[name] = 0;
    await runLog?.record(record);
    if (isFirst && validates && bestRecord(history) === record) {
      await updater.sync();
      await writeCheckpoint(`${scratch}/best`, {
        config,
        parameters: averaged(),
        training: { objective: objective.name, ...objective.facts, steps: String(step) },
      });
    }
  };

  const isExhausted = () =>
    options.patience !== undefined && evaluationsSinceBest(history) >= options.patience;
  let savedAt = Date.now(), interval = SAVE_INTERVAL;
  const save = async () => {
    if (!isFirst) return;
    const started = Date.now();
    await checkpoints.save(await current());
    savedAt = Date.now();
    interval = Math.max(SAVE_INTERVAL, SAVE_SHARE * (savedAt - started));
  };
  try {
    while (state.step < steps && !isExhausted()) {
      if (isAnywhere(communicator, signal?.aborted ?? false)) {
        await save();
        signal?.throwIfAborted();
        throw new DOMException("Another process was stopped", "AbortError");
      }
      const step = state.step + 1, learningRate = learningRateAt(step, steps, options);
      const emaDecay = Math.min(options.emaDecay, (1 + step) / (10 + step));
      const values = await updater.update({ step, learningRate, emaDecay });
      const { loss, gradientNorm } = values;
      // A gradient may overflow while the loss is still finite.
      if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) {
        throw await diverged(step, `the loss is ${loss}, its gradient's norm ${gradientNorm}`);
      }
      state.step = step;
      for (const [name, value] of Object.entries(values)) sums[name] = (sums[name] ?? 0) + value;
      const validates = isDue(step, validateEvery);
      if (step < steps && (isDue(step, logEvery) || validates)) {
        await report(step, learningRate, validates);
      }
      if (runLog !== undefined && draw !== undefined && isDue(step, sampleEvery)) {
        await updater.sync();
        samples.push({ step, texts: await draw(averaged(), step) });
        await runLog.samples(samples.at(-1)!);
      }
      if (step < steps && isDue(step, checkpointEvery)) await saveNumbered();
      if (step === steps || Date.now() - savedAt > interval) await save();
      onStep?.(step, values);
    }
    if (state.step < steps) {
      log?.(
        `Ends at step ${state.step} of ${steps}: ${
          evaluationsSinceBest(history)
        } evaluations in a row ` +
          `brought no lower held-out loss than step ${bestRecord(history)!.step}`,
      );
      await saveNumbered();
    } else if (history.at(-1)?.step !== steps) {
      await report(steps, learningRateAt(steps, steps, options), true);
      await saveNumbered();
    }
  } finally {
    await updater.release();
    await validator.release();
  }
  return { parameters: averaged(), history };
}
