import type { Network } from "../../model/network.ts";
import type { Parameters } from "../../model/parameters.ts";
import type { NamedTensor } from "../../tensor/safetensors.ts";
import { readSafetensors, writeSafetensors } from "../../tensor/safetensors_io.ts";
import { sizeOf } from "../../tensor/graph/graph.ts";
import { stateName } from "./layout.ts";
import { initialLossScale } from "./loss_scale.ts";
import { stateSpecs, type StepOptions, trainedSpecs } from "./step.ts";

/** Parameters, optimiser state and averages of a run, each by {@linkcode stateName}. */
export interface TrainingState {
  /** Finished steps. */
  step: number;
  /** Elements by name; a step overwrites them. */
  readonly arrays: Readonly<Record<string, Float32Array<ArrayBuffer>>>;
}

/**
 * The state before the first step, with all that the optimiser keeps. It takes the parameters' arrays
 * over, so that they are not held twice: steps overwrite them.
 */
export function initialState(
  network: Network,
  parameters: Parameters,
  options: Pick<StepOptions, "objective" | "optimizer" | "precision">,
): TrainingState {
  const arrays: Record<string, Float32Array<ArrayBuffer>> = {};
  for (const { name } of trainedSpecs(network, options.objective)) {
    const { data } = parameters[name]!;
    arrays[stateName("parameter", name)] = data;
    arrays[stateName("ema", name)] = data.slice();
  }
  for (const [name, { shape }] of Object.entries(stateSpecs(network, options))) {
    arrays[name] ??= initialLossScale(name) ?? new Float32Array(sizeOf(shape));
  }
  return { step: 0, arrays };
}

/** The averages of the parameters that are trained; they share memory with the state. */
export function averagedParameters(
  network: Network,
  { arrays }: TrainingState,
  objective: StepOptions["objective"],
): Parameters {
  return Object.fromEntries(
    trainedSpecs(network, objective).map((
      { name, shape },
    ) => [name, { shape, data: arrays[stateName("ema", name)]! }]),
  );
}

/**
 * Writes a state so that {@linkcode readState} goes on from it bit for bit.
 *
 * @param metadata What else belongs to it.
 */
export function writeState(
  path: string,
  state: TrainingState,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const tensors: Record<string, NamedTensor> = {};
  for (const [name, data] of Object.entries(state.arrays)) {
    tensors[name] = { dtype: "F32", shape: [data.length], data };
  }
  return writeSafetensors(path, tensors, { step: String(state.step), ...metadata });
}

/** Reads a state with its metadata, or `undefined` where none was written yet. */
export async function readState(
  path: string,
): Promise<{ state: TrainingState; metadata: Readonly<Record<string, string>> } | undefined> {
  try {
    await Deno.stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const { tensors, metadata } = await readSafetensors(path);
  const arrays = Object.fromEntries(
    Object.entries(tensors).map(([name, { data }]) => [name, data as Float32Array<ArrayBuffer>]),
  );
  return { state: { step: Number(metadata.step), arrays }, metadata };
}
