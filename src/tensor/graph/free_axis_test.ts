import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import * as ort from "onnxruntime-node";
import { freeAxis, namedShapes } from "./free_axis.ts";
import { encodeOnnx } from "../onnx/onnx.ts";
import { simplify } from "./simplify.ts";
import { toStandardOperators } from "./standard.ts";
import type { Computation } from "../trace/program_source.ts";
import { trace } from "../trace/trace.ts";

const SIZES = [101, 103] as const;

/** Records a program of `x`, `[rows, 2]`, for two numbers of rows and frees them. */
async function freed(compute: (rows: number) => Computation<"x">) {
  const record = async (rows: number) =>
    simplify(await trace(compute(rows), { x: { shape: [rows, 2], dtype: "float32" } }));
  const graphs = [await record(SIZES[0]), await record(SIZES[1])] as const;
  const { graph, shapes } = freeAxis({ graphs, sizes: SIZES, input: "x" });
  return { graph, shapes: namedShapes(shapes, "rows") };
}

Deno.test("freeAxis() lets reshapes, broadcasts and slices follow the size of the input", async () => {
  const { graph, shapes } = await freed((rows) => ({ x }) => {
    const pairs = tf.reshape(tf.concat([x, x], 1), [2 * rows, 2]);
    const range = tf.broadcastTo(tf.tensor2d([[1, 2]]), [2 * rows, 2]);
    const swapped = tf.matMul(tf.mul(pairs, range), tf.tensor2d([[0, 1], [1, 0]]), false, true);
    return { y: tf.slice(swapped, [0, 0], [rows, 2]) };
  });
  assertEquals(shapes, { x: ["rows", 2], y: ["rows", 2] });
  const { bytes } = encodeOnnx(toStandardOperators(graph), { shapes });
  const session = await ort.InferenceSession.create(bytes);
  const { y } = await session.run({ x: new ort.Tensor("float32", [1, 2, 3, 4, 5, 6], [3, 2]) });
  assertEquals([...y!.data], [4, 1, 4, 1, 8, 3]);
  await session.release();
});

Deno.test("freeAxis() refuses a program that does something else for another size", async () => {
  await rejects(
    freed((rows) => ({ x }) => ({ y: rows === 101 ? tf.exp(x) : tf.sin(x) })),
    /Cannot free an axis: the program does something else/,
  );
});

Deno.test("freeAxis() refuses a constant of the free size", async () => {
  await rejects(
    freed((rows) => ({ x }) => {
      const numbers = Float32Array.from({ length: rows }, (_, i) => i);
      return { y: tf.add(x, tf.tensor2d(numbers, [rows, 1])) };
    }),
    /Cannot free an axis: a constant \[101,1\] has it/,
  );
});
