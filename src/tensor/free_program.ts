import * as tf from "@tensorflow/tfjs-core";
import * as ort from "onnxruntime-node";
import type { BoundArrays, Elements } from "./bound_arrays.ts";
import type { CompileOptions } from "./compile.ts";
import { download, keepConstants, upload } from "./eager_program.ts";
import { type EagerEngine, useEngine } from "./engines.ts";
import { type Extent, freeAxis, namedShape, shapeFor } from "./free_axis.ts";
import { fuse } from "./fuse.ts";
import { sizeOf, type TensorSpec } from "./graph.ts";
import { encodeOnnx } from "./onnx.ts";
import { createSession, type ProgramOptions } from "./program.ts";
import { simplify } from "./simplify.ts";
import { type ProgramSource, trace } from "./trace.ts";

/** A program that an engine runs for every size of an axis. */
export interface FreeProgram {
  /**
   * Runs the program once.
   *
   * @param arrays Hold at least as many elements as `size` asks for; those after them are left alone.
   */
  run(arrays: BoundArrays, size: number): Promise<void>;
  /** Frees the program's memory. */
  release(): Promise<void>;
}

/** A program whose tensors depend on the size of an axis. */
export interface FreeSource {
  /** The program for one size. */
  readonly of: (size: number) => ProgramSource;
  /** Input whose first axis has the size. */
  readonly input: string;
}

/** Sizes to record with: primes that divide no other size of a program. */
const SIZES = [10_007, 10_009] as const;

function wrap(
  specs: Readonly<Record<string, TensorSpec>>,
  arrays: Readonly<Record<string, Elements>>,
  shapes: Readonly<Record<string, readonly Extent[]>>,
  size: number,
): Record<string, ort.Tensor> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { dtype }]) => {
      const shape = shapeFor(shapes[name], size), data = arrays[name].subarray(0, sizeOf(shape));
      return [name, new ort.Tensor(dtype as "float32", data as Float32Array, shape)];
    }),
  );
}

async function createCompiled(
  { of, input }: FreeSource,
  options: ProgramOptions,
): Promise<FreeProgram> {
  const record = async (size: number) => {
    const { compute, inputs, constants } = of(size);
    return simplify(await trace(compute, inputs, constants));
  };
  const graphs = [await record(SIZES[0]), await record(SIZES[1])] as const;
  const { graph, shapes } = freeAxis({ graphs, sizes: SIZES, input });
  const named = Object.entries(shapes).map(([name, shape]) => [name, namedShape(shape, "size")]);
  const model = encodeOnnx(fuse(graph), { shapes: Object.fromEntries(named) });
  const session = await createSession(model, options);
  return {
    async run({ inputs, outputs }, size) {
      await session.run(
        wrap(model.inputs, inputs, shapes, size),
        wrap(model.outputs, outputs, shapes, size),
      );
    },
    release: () => session.release(),
  };
}

async function createEager({ of }: FreeSource, engine: EagerEngine): Promise<FreeProgram> {
  await useEngine(engine);
  const kept = keepConstants(of(1));
  return {
    async run({ inputs, outputs }, size) {
      await useEngine(engine);
      const { compute, inputs: specs } = of(size);
      const results = tf.tidy(() => {
        const fed = Object.entries(specs).map(([name, spec]) => [
          name,
          upload(inputs[name].subarray(0, sizeOf(spec.shape)), spec),
        ]);
        return compute({ ...kept, ...Object.fromEntries(fed) });
      });
      for (const [name, tensor] of Object.entries(results)) {
        await download(tensor, outputs[name].subarray(0, tensor.size));
        tensor.dispose();
      }
    },
    release() {
      Object.values(kept).forEach((tensor) => tensor.dispose());
      return Promise.resolve();
    },
  };
}

/**
 * Makes a program ready to run for every size of an axis. One ONNX Runtime session serves all sizes:
 * with one for each size the threads of those that are not used get in the way of the one that is.
 *
 * @throws {Error} If the program does something else for another size, or the engine cannot be used.
 */
export function compileForAnySize(
  source: FreeSource,
  { engine = "compiled", ...options }: CompileOptions = {},
): Promise<FreeProgram> {
  return engine === "compiled" ? createCompiled(source, options) : createEager(source, engine);
}
