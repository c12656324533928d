import type { Network } from "../../model/network.ts";
import type { Parameters } from "../../model/parameters.ts";
import { foldIn, type RandomKey } from "../../random/mod.ts";
import { allocateArrays, type Elements } from "../../tensor/graph/bound_arrays.ts";
import { type EngineOptions, prepare } from "../../tensor/engines/prepare.ts";
import type { TensorSpec } from "../../tensor/graph/graph.ts";
import type { ProgramSource } from "../../tensor/trace/program_source.ts";
import { accumulateSource, applySource, sumSpecs } from "./accumulation.ts";
import type { BatchFiller } from "../batches.ts";
import { fillDropout } from "./dropout.ts";
import type { TrainingState } from "./state.ts";
import { batchSpecs, type StepOptions, stepSource } from "./step.ts";

/** What an update does and what runs it. */
export interface UpdaterOptions extends StepOptions, EngineOptions {
  /** Parts of a batch whose gradients are computed one after the other. @default {1} */
  readonly accumulate?: number;
}

/** Scalars that change with the step. */
export interface StepScalars {
  /** Number of the update, from 1. */
  readonly step: number;
  /** Learning rate. */
  readonly learningRate: number;
  /** Decay of the averages. */
  readonly emaDecay: number;
}

/** Moves a training state. */
export interface Updater {
  /** The batch of the last update, by the names of its tensors. */
  readonly batch: Readonly<Record<string, Elements>>;
  /** Shapes of the batch's tensors. */
  readonly batchSpecs: Readonly<Record<string, TensorSpec>>;
  /** Makes one update and returns its losses and `gradientNorm`. */
  update(scalars: StepScalars): Promise<Record<string, number>>;
  /** Brings the state's arrays up to date. */
  sync(): Promise<void>;
  /** Frees the programs. */
  release(): Promise<void>;
}

type Arrays = Record<string, Elements>;

/** Results of a program that are scalars: the losses and the gradient's norm. */
const isScalar = (name: string) => /^(loss|\w+Loss|gradientNorm)$/.test(name);

/** A program whose results `next/…` take the place of what they renew. */
async function prepareUpdate(source: ProgramSource, inputs: Arrays, options: EngineOptions) {
  const program = await prepare(source, options), names = Object.keys(program.specs().outputs);
  const scalars = names.filter(isScalar).map((name) => [name, new Float32Array(1)] as const);
  // Every read of the old state comes before the write of the new one: the update waits for the
  // gradient norm, and that for all gradients.
  const next = names.filter((name) => name.startsWith("next/"))
    .map((name) => [name, inputs[name.slice("next/".length)]] as const);
  const { run } = program.bind({ inputs, outputs: Object.fromEntries([...scalars, ...next]) });
  return { program, run, scalars };
}

/** Copies one of `count` parts of every tensor of a batch. */
function copyPart(whole: Arrays, part: Arrays, index: number, count: number): void {
  for (const [name, array] of Object.entries(part)) {
    if (whole[name]?.length !== array.length * count) continue;
    array.set(whole[name].subarray(index * array.length, (index + 1) * array.length));
  }
}

/**
 * Prepares updates of a state.
 *
 * @param fill Fills the whole batch of a step.
 * @param key Of the dropout masks.
 * @param frozen Parameters that the objective does not move.
 * @throws {RangeError} If the batch cannot be divided as asked, or dropout does not fit the objective.
 */
export async function createUpdater(
  network: Network,
  state: TrainingState,
  options: UpdaterOptions,
  { fill, key, frozen }: { fill: BatchFiller; key: RandomKey; frozen: Parameters },
): Promise<Updater> {
  const { batchSize, accumulate = 1, dropout = 0, objective, engine, threads } = options;
  if (batchSize % accumulate !== 0) {
    throw new RangeError(
      `Cannot train: accumulate (${accumulate}) must divide batchSize (${batchSize})`,
    );
  }
  if (dropout > 0 && objective.trains !== undefined) {
    throw new RangeError(
      `Cannot train with dropout (${dropout}): ${objective.name} keeps the network as it is`,
    );
  }
  const rows = batchSize / accumulate, partOptions = { ...options, batchSize: rows };
  const specs = batchSpecs(network, { batchSize, objective });
  const partSpecs = batchSpecs(network, partOptions);
  const masks = Object.fromEntries(
    Object.entries(partSpecs).filter(([name]) => name.startsWith("dropout/")),
  );
  const batch = allocateArrays(specs);
  // Where there is but one part, the whole batch is it.
  const part = accumulate === 1
    ? { ...batch, ...allocateArrays(masks) }
    : allocateArrays(partSpecs);
  const carry = new Float32Array(1), share = Float32Array.of(1 / accumulate);
  const sums = accumulate === 1 ? {} : allocateArrays(sumSpecs(network, options));
  const inputs = { ...part, ...state.arrays, ...sums, carry, share };
  const source = accumulate === 1
    ? stepSource(network, options, frozen)
    : accumulateSource(network, partOptions, frozen);
  const first = await prepareUpdate(source, inputs, { engine, threads });
  const last = accumulate === 1 ? undefined : await prepareUpdate(
    applySource(network, options),
    { ...batch, ...state.arrays, ...sums },
    { engine, threads },
  );
  const programs = [first, last].flatMap((prepared) => prepared?.program ?? []);

  return {
    batch,
    batchSpecs: specs,
    async update({ step, learningRate, emaDecay }) {
      fill(step, batch);
      batch.learningRate[0] = learningRate;
      batch.step[0] = step;
      batch.emaDecay[0] = emaDecay;
      const values: Record<string, number> = {};
      for (let index = 0; index < accumulate; index++) {
        carry[0] = Math.min(index, 1);
        if (accumulate > 1) copyPart(batch, part, index, accumulate);
        fillDropout(part, masks, dropout, foldIn(key, "dropout", step), index * rows);
        await first.run();
        for (const [name, [value]] of first.scalars) {
          values[name] = (values[name] ?? 0) + value / accumulate;
        }
      }
      await last?.run();
      for (const [name, [value]] of last?.scalars ?? []) values[name] = value;
      return values;
    },
    async sync() {
      for (const program of programs) await program.sync();
    },
    async release() {
      for (const program of programs) await program.release();
    },
  };
}
