import * as tf from "@tensorflow/tfjs-core";
import type { BoundArrays, Elements } from "../../graph/bound_arrays.ts";
import type { CompileOptions } from "../compile.ts";
import { download, keepConstants, upload } from "../eager/eager_program.ts";
import { type EagerEngine, useEngine } from "../engines.ts";
import { namedShapes, shapeFor } from "../../graph/free_axis.ts";
import { type FreeSource, recordFree } from "../../trace/free_source.ts";
import { fuse } from "../../graph/fuse.ts";
import { sizeOf, type TensorSpec } from "../../graph/graph.ts";
import { encodeOnnx } from "../../onnx/onnx.ts";
import { createSession } from "./onnx_runtime.ts";
import type { SessionOptions } from "./onnx_session.ts";

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

async function createCompiled(source: FreeSource, options: SessionOptions): Promise<FreeProgram> {
  const { graph, shapes } = await recordFree(source);
  const model = encodeOnnx(fuse(graph, { free: true }), { shapes: namedShapes(shapes, "size") });
  const session = await createSession(model, options);
  const wrap = (
    specs: Readonly<Record<string, TensorSpec>>,
    arrays: Readonly<Record<string, Elements>>,
    size: number,
  ) =>
    Object.fromEntries(
      Object.entries(specs).map(([name, { dtype }]) => {
        const shape = shapeFor(shapes[name], size), data = arrays[name].subarray(0, sizeOf(shape));
        return [name, { dtype, shape, data }];
      }),
    );
  return {
    async run({ inputs, outputs }, size) {
      const bound = session.bind(
        wrap(model.inputs, inputs, size),
        wrap(model.outputs, outputs, size),
      );
      try {
        await bound.run();
      } finally {
        bound.release();
      }
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
      }
      Object.values(results).forEach((tensor) => tensor.dispose());
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
