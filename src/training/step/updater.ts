import { architectureOf } from "../../model/architectures.ts";
import type { Network } from "../../model/network.ts";
import type { Parameters } from "../../model/parameters.ts";
import { foldIn, type RandomKey, STREAMS } from "../../random/mod.ts";
import { allocateArrays, type Elements } from "../../tensor/graph/bound_arrays.ts";
import type { EngineOptions } from "../../tensor/engines/prepare.ts";
import type { TensorSpec } from "../../tensor/graph/graph.ts";
import { accumulateSource, applySource, sumSpecs } from "./accumulation.ts";
import { type BatchFiller, copyPart } from "../batches.ts";
import { alone, type Communicator } from "../../parallel/communicator.ts";
import { fillDropout } from "./dropout.ts";
import { createExchange } from "./exchange.ts";
import { prepareStep } from "./prepare_step.ts";
import type { TrainingState } from "./state.ts";
import { maskSpecs, shownSpecs, type StepOptions, stepSource, UPDATE_SCALARS } from "./step.ts";

/** What an update does and what runs it. */
export interface UpdaterOptions extends StepOptions, EngineOptions {
  /** Parts of a batch, or of a process's share of it, that are computed one after the other. @default {1} */
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

/** What an update is made from beside the state. */
export interface UpdateSource {
  /** Fills the whole batch of a step. */
  readonly fill: BatchFiller;
  /** Of the dropout masks. */
  readonly key: RandomKey;
  /** Parameters that the objective does not move. */
  readonly frozen: Parameters;
  /** Processes that share the batch; each fills the whole of it, and makes the same update. @default {alone} */
  readonly communicator?: Communicator;
}

/**
 * Prepares updates of a state.
 *
 * @throws {RangeError} If the batch cannot be divided as asked, or dropout does not fit the objective.
 */
export async function createUpdater(
  network: Network,
  { arrays: state }: TrainingState,
  options: UpdaterOptions,
  { fill, key, frozen, communicator = alone }: UpdateSource,
): Promise<Updater> {
  const { batchSize, accumulate = 1, dropout = 0, recompute, objective } = options;
  const { engine, threads, precision } = options, engineOptions = { engine, threads, precision };
  const { rank, size } = communicator, parts = accumulate * size;
  if (batchSize % parts !== 0) {
    const divisor = size === 1 ? "" : ` times the number of processes (${size})`;
    throw new RangeError(
      `Cannot train: accumulate (${accumulate})${divisor} must divide batchSize (${batchSize})`,
    );
  }
  if (dropout > 0 && objective.trains !== undefined) {
    throw new RangeError(
      `Cannot train with dropout (${dropout}): ${objective.name} keeps the network as it is`,
    );
  }
  const { name, recomputes } = architectureOf(network.config);
  if (recompute && !recomputes) {
    throw new RangeError(
      `Cannot train: the blocks of a network of architecture "${name}" are not computed anew: leave ` +
        "recompute out, or save memory by accumulate",
    );
  }
  const rows = batchSize / parts, partOptions = { ...options, batchSize: rows };
  const shown = shownSpecs(network, options), masks = maskSpecs(network, partOptions);
  const batch = allocateArrays(shown), scalars = allocateArrays(UPDATE_SCALARS);
  // Where there is but one part, the whole batch is it.
  const part = parts === 1 ? batch : allocateArrays(shownSpecs(network, partOptions));
  const partMasks = allocateArrays(masks);
  const carry = new Float32Array(1), share = Float32Array.of(1 / parts);
  const sums = parts === 1 ? {} : allocateArrays(sumSpecs(network, options));
  const source = parts === 1
    ? stepSource(network, options, frozen)
    : accumulateSource(network, partOptions, frozen);
  const first = await prepareStep(source, {
    ...{ shown: part, dropout: partMasks, state, sums },
    scalars: { ...scalars, carry, share },
  }, engineOptions);
  const exchange = size === 1
    ? undefined
    : createExchange(communicator, sums, Object.keys(first.values).length);
  const last = parts === 1 ? undefined : await prepareStep(
    applySource(network, options),
    { scalars, state, sums: exchange?.sums ?? sums },
    engineOptions,
  );
  const programs = last === undefined ? [first] : [first, last];

  return {
    batch: { ...batch, ...scalars },
    batchSpecs: { ...shown, ...UPDATE_SCALARS },
    async update({ step, learningRate, emaDecay }) {
      fill(step, batch);
      scalars.learningRate![0] = learningRate;
      scalars.step![0] = step;
      scalars.emaDecay![0] = emaDecay;
      const values: Record<string, number> = {};
      for (let index = 0; index < accumulate; index++) {
        carry[0] = Math.min(index, 1);
        const place = rank * accumulate + index;
        if (parts > 1) copyPart(batch, part, place);
        if (dropout > 0) {
          const options = { passes: objective.passes ?? 1, dropout };
          const stepKey = foldIn(key, STREAMS.dropout, step);
          fillDropout(partMasks, network, options, stepKey, place * rows);
        }
        await first.run();
        for (const [name, [value]] of Object.entries(first.values)) {
          values[name] = (values[name] ?? 0) + value! / parts;
        }
      }
      if (exchange !== undefined) {
        await first.sync();
        exchange.run(values);
      }
      await last?.run();
      for (const [name, [value]] of Object.entries(last?.values ?? {})) values[name] = value!;
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
