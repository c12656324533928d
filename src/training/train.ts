import type { DitConfig } from "../model/config.ts";
import type { Parameters } from "../model/parameters.ts";
import { randomKey } from "../random/mod.ts";
import { sizeOf } from "../tensor/graph.ts";
import { createProgram, type Elements } from "../tensor/program.ts";
import { batchFiller, type BatchOptions, type TrainingData } from "./batches.ts";
import { learningRateAt, type LearningRateOptions } from "./schedule.ts";
import { averagedParameters, initialState, readState, writeState } from "./state.ts";
import { batchSpecs, type StepOptions, traceStep, trainedSpecs } from "./step.ts";
import { createValidator } from "./validation.ts";

/** Settings of a training run. */
export interface TrainOptions extends StepOptions, BatchOptions, LearningRateOptions {
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
  /** Threads of one operator. @default {navigator.hardwareConcurrency} */
  readonly threads?: number;
}

/** One line of a run's history. */
export interface HistoryRecord {
  /** Finished steps. */
  readonly step: number;
  /** Mean over positions since the last record: the sum of all losses. */
  readonly loss: number;
  /** Mean of each of the objective's losses, such as `mdmLoss` and `correctorLoss`. */
  readonly [loss: `${string}Loss`]: number;
  /** Norm of the gradient before clipping, mean since the last record. */
  readonly gradientNorm: number;
  /** Learning rate of the step. */
  readonly learningRate: number;
  /** Loss of the objective's held-out form in nats per token, where it was evaluated. */
  readonly validation?: number;
}

/** Where a run reads and writes. */
export interface TrainContext {
  /** Sequences to train on. */
  readonly data: TrainingData;
  /** Held-out sequences. */
  readonly heldOut: TrainingData;
  /** Folder that keeps the state between interrupted runs. */
  readonly scratch: string;
  /** When aborted, the state is written and the reason thrown. */
  readonly signal?: AbortSignal;
  /** Hears of progress after every step. */
  onStep?(step: number, values: Readonly<Record<string, number>>): void;
}

/** Milliseconds of training that a kill may lose. */
const SAVE_INTERVAL = 20_000;

/** Results of a step that are scalars: the losses and the gradient's norm. */
const isScalar = (name: string) => /^(loss|\w+Loss|gradientNorm)$/.test(name);

async function readHistory(path: string, step: number): Promise<HistoryRecord[]> {
  if (step === 0) return [];
  const records: HistoryRecord[] = (await Deno.readTextFile(path)).trim().split("\n")
    .filter((line) => line !== "").map((line) => JSON.parse(line));
  // The history is written before the state: a kill between them leaves records too many.
  return records.filter((record) => record.step <= step);
}

async function writeHistory(path: string, history: readonly HistoryRecord[]): Promise<void> {
  const lines = history.map((record) => JSON.stringify(record) + "\n");
  await Deno.writeTextFile(`${path}.tmp`, lines.join(""));
  await Deno.rename(`${path}.tmp`, path);
}

/**
 * Trains a denoiser and returns its averaged parameters. Goes on from the state in `scratch` where an
 * earlier call was interrupted; the result is the same, bit for bit, as that of an uninterrupted run.
 *
 * @throws {Error} If the loss or its gradient is no longer finite.
 */
export async function train(
  config: DitConfig,
  initial: Parameters,
  context: TrainContext,
  options: TrainOptions,
): Promise<{ parameters: Parameters; history: readonly HistoryRecord[] }> {
  const { steps, seed, emaDecay, logEvery, validateEvery, validationBatches, threads } = options;
  const { data, heldOut, scratch, signal, onStep } = context;
  const statePath = `${scratch}/state.safetensors`, historyPath = `${scratch}/history.jsonl`;
  const state = await readState(statePath) ?? initialState(config, initial, options);
  const trained = new Set(trainedSpecs(config, options.objective).map(([name]) => name));
  const frozen = Object.fromEntries(
    Object.entries(initial).filter(([name]) => !trained.has(name)),
  );
  const history = await readHistory(historyPath, state.step);
  const program = await createProgram(await traceStep(config, options, frozen), { threads });
  const validator = await createValidator(config, state, heldOut, {
    batchSize: options.batchSize,
    batches: validationBatches,
    objective: options.objective.heldOut,
    frozen,
    threads,
  });

  const batch = Object.fromEntries(
    Object.entries(batchSpecs(config, options)).map(([name, { shape, dtype }]) => [
      name,
      new (dtype === "int32" ? Int32Array : Float32Array)(sizeOf(shape)),
    ]),
  ) as Record<string, Elements>;
  const scalars = Object.fromEntries(
    Object.keys(program.outputs).filter(isScalar).map((name) => [
      name,
      new Float32Array(1),
    ]),
  );
  // Every read of the old state comes before the write of the new one: the update waits for the
  // gradient norm, and that for all gradients. So one array can be both.
  const next = Object.keys(state.arrays).map((name) => [`next/${name}`, state.arrays[name]]);
  const run = program.bind({
    inputs: { ...batch, ...state.arrays },
    outputs: { ...scalars, ...Object.fromEntries(next) },
  });
  const fill = batchFiller(data, randomKey(seed), options);

  const save = async () => {
    await writeHistory(historyPath, history);
    await writeState(statePath, state);
  };
  const sums: Record<string, number> = {};
  let lastRecord = history.at(-1)?.step ?? 0, savedAt = Date.now();
  try {
    while (state.step < steps) {
      const step = state.step + 1, learningRate = learningRateAt(step, steps, options);
      fill(step, batch);
      batch.learningRate[0] = learningRate;
      batch.step[0] = step;
      batch.emaDecay[0] = Math.min(emaDecay, (1 + step) / (10 + step));
      await run();
      state.step = step;
      for (const [name, [value]] of Object.entries(scalars)) sums[name] = (sums[name] ?? 0) + value;
      const [loss] = scalars.loss, [norm] = scalars.gradientNorm;
      // A gradient may overflow while the loss is still finite.
      if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
        throw new Error(
          `Training diverged at step ${step}: the loss is ${loss}, its gradient's norm ${norm}; ` +
            `lower the learning rate (${options.peak})`,
        );
      }
      const validates = step === steps || (validateEvery > 0 && step % validateEvery === 0);
      if (step % logEvery === 0 || validates) {
        const means = Object.fromEntries(
          Object.entries(sums).map(([name, sum]) => [name, sum / (step - lastRecord)]),
        ) as { loss: number; gradientNorm: number };
        const validation = validates ? { validation: await validator.evaluate() } : {};
        history.push({ step, ...means, learningRate, ...validation });
        for (const name in sums) sums[name] = 0;
        lastRecord = step;
        // Only between records are there no running sums to lose.
        if (Date.now() - savedAt > SAVE_INTERVAL || signal?.aborted) {
          await save();
          savedAt = Date.now();
          signal?.throwIfAborted();
        }
      }
      onStep?.(step, Object.fromEntries(Object.entries(scalars).map(([name, [x]]) => [name, x])));
    }
    await save();
  } finally {
    await program.release();
    await validator.release();
  }
  const averaged = averagedParameters(config, state, options.objective);
  return { parameters: { ...frozen, ...averaged }, history };
}
