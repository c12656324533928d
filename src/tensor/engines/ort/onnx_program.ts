import { checkAliases } from "../../graph/aliases.ts";
import { checkArrays, type Elements } from "../../graph/bound_arrays.ts";
import { namedShapes } from "../../graph/free_axis.ts";
import { fuse } from "../../graph/fuse.ts";
import type { Graph, TensorSpec } from "../../graph/graph.ts";
import { lower } from "../../graph/lower.ts";
import { narrow, roundResults } from "../../graph/narrow.ts";
import { encodeOnnx } from "../../onnx/onnx.ts";
import type { FreeSource, ProgramSource } from "../../trace/program_source.ts";
import { recordSource } from "../../trace/record_source.ts";
import type { Program, ProgramOptions } from "../engine.ts";
import { type Precision, PrecisionError } from "../precision.ts";
import { specsFor } from "../program_specs.ts";
import { createSession } from "./onnx_runtime.ts";
import type { SharedTensors } from "./onnx_session.ts";
import type { Provider } from "./provider.ts";

function sharedTensors(
  specs: Readonly<Record<string, TensorSpec>>,
  arrays: Readonly<Record<string, Elements>>,
  kind: "input" | "output",
): SharedTensors {
  checkArrays(specs, arrays, kind);
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [name, { ...spec, data: arrays[name]! }]),
  );
}

/** Makes of a graph what a provider computes best. */
function optimise(
  graph: Graph,
  { engine, replaced, narrow: kernels }: Provider,
  { isFree, precision }: { readonly isFree: boolean; readonly precision: Precision },
): Graph {
  const options = { free: isFree };
  if (precision === "float32") return lower(fuse(graph, options), replaced);
  const operators = kernels[precision];
  if (operators === undefined) throw new PrecisionError(engine, precision, Object.keys(kernels));
  const fused = fuse(narrow(graph, precision, operators), options);
  return lower(operators.isRounded ? roundResults(fused, precision) : fused, replaced);
}

/**
 * Records a program, optimises its graph and prepares ONNX Runtime to run it. One session serves all
 * sizes of a free axis: with one for each size the threads of those that are not used get in the way of
 * the one that is.
 *
 * @throws {Error} If the program cannot be recorded, or ONNX Runtime does not load here or refuses it.
 */
export async function createOnnxProgram(
  source: ProgramSource | FreeSource,
  provider: Provider,
  options: ProgramOptions = {},
): Promise<Program> {
  const { graph, shapes } = await recordSource(source);
  const optimised = optimise(graph, provider, {
    ...{ isFree: shapes !== undefined, precision: options.precision ?? "float32" },
  });
  const model = encodeOnnx(optimised, {
    shapes: shapes === undefined ? undefined : namedShapes(shapes, "size"),
  });
  const session = await createSession(provider, model, options);
  const specs = (size?: number) => ({
    inputs: specsFor(model.inputs, shapes, size),
    outputs: specsFor(model.outputs, shapes, size),
  });
  return {
    specs,
    bind(arrays, size) {
      const { inputs, outputs } = specs(size);
      const feeds = sharedTensors(inputs, arrays.inputs, "input");
      const fetches = sharedTensors(outputs, arrays.outputs, "output");
      // A device writes what takes an array's place to another copy.
      if (provider.device === undefined) checkAliases(optimised, arrays);
      return session.bind(feeds, fetches);
    },
    sync: () => session.sync(),
    release: () => session.release(),
  };
}
