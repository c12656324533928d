import { engineOf } from "../../tensor/engines/engines.ts";
import { type EngineOptions, prepare } from "../../tensor/engines/prepare.ts";
import { sizeOf } from "../../tensor/graph/graph.ts";
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

const mapData = (tensors: Named<{ readonly data: Float32Array }>) =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { data }]) => [name, data as Float32Array<ArrayBuffer>]),
  );

/** Makes a program of training ready to run on the arrays that it reads and renews. */
export async function prepareStep(
  source: StepSource,
  groups: Partial<StepInputs<Elements>>,
  options: EngineOptions = {},
): Promise<PreparedStep> {
  const { frozen = {}, ...rest } = source;
  const count = Object.values(frozen).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const isPacked = count <= engineOf(options.engine).constants.most;
  const program = await prepare(
    programSource(isPacked ? source : { ...rest, inputs: { ...rest.inputs, frozen } }),
    options,
  );
  // Every read of the old state comes before the write of the new one: the update waits for the
  // gradient norm, and that for all gradients.
  const { values, ...arrays } = stepArrays(program.specs().outputs, {
    ...groups,
    ...(!isPacked && { frozen: mapData(frozen) }),
  });
  const { run } = program.bind(arrays);
  return { run, values, sync: () => program.sync(), release: () => program.release() };
}
