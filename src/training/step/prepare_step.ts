import { type EngineOptions, prepare } from "../../tensor/engines/prepare.ts";
import type { Elements } from "../../tensor/graph/bound_arrays.ts";
import {
  type Named,
  programSource,
  stepArrays,
  type StepInputs,
  type StepSource,
} from "./layout.ts";

/** A program of training that is ready to run on its memory. */
export interface PreparedStep {
  /** Runs it once: what it renews is overwritten. */
  run(): Promise<void>;
  /** Values of the last run. */
  readonly values: Named<Float32Array<ArrayBuffer>>;
  /** Brings what is renewed up to date in its arrays. */
  sync(): Promise<void>;
  /** Frees the program. */
  release(): Promise<void>;
}

/** Makes a program of training ready to run on the arrays that it reads and renews. */
export async function prepareStep(
  source: StepSource,
  groups: Partial<StepInputs<Elements>>,
  options: EngineOptions = {},
): Promise<PreparedStep> {
  const program = await prepare(programSource(source), options);
  // Every read of the old state comes before the write of the new one: the update waits for the
  // gradient norm, and that for all gradients.
  const { values, ...arrays } = stepArrays(program.specs().outputs, groups);
  const { run } = program.bind(arrays);
  return { run, values, sync: () => program.sync(), release: () => program.release() };
}
