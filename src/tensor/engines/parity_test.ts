import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { compareWithEager } from "../testing/compare_with_eager.ts";
import {
  DIFFERENTIABLE,
  ELEMENTWISE,
  OF_MATRICES,
  type Operation,
  withGradient,
} from "../testing/operations.ts";
import { trace } from "../trace/trace.ts";
import { ONNX_KERNEL } from "../trace/trace_kernels.ts";

/** tfjs kernels that were run eagerly beside their compiled form. */
const compared = new Set<string>();

/** How far an operation of two tensors is from its compiled form. */
async function largestDifference(
  operation: Operation,
  shapes: readonly number[][],
  seed: number,
): Promise<number> {
  const { difference, kernels } = await compareWithEager(
    ({ a, b }) => ({ result: tf.cast(operation(a, b), "float32") }),
    { a: shapes[0]!, b: shapes[1]! },
    seed,
  );
  kernels.forEach((name) => compared.add(name));
  return difference;
}

const seeds = fc.integer({ min: 0, max: 1e6 }), sizes = fc.integer({ min: 2, max: 6 });

for (const [name, operation] of Object.entries(ELEMENTWISE)) {
  Deno.test(`${name} gives the same compiled and eager over shapes that broadcast`, async () => {
    const shapes = fc.tuple(sizes, sizes, fc.constantFrom(0, 1, 2, 3)).map(([n, m, form]) =>
      [
        [[n, m], [n, m]],
        [[n, m], [m]],
        [[n, 1], [1, m]],
        [[2, n, m], [n, 1]],
      ][form]!
    );
    await fc.assert(
      fc.asyncProperty(shapes, seeds, async (shapes, seed) => {
        ok(await largestDifference(operation, shapes, seed) <= 1e-4);
      }),
      { numRuns: 8, seed: 1 },
    );
  });
}

for (const [name, operation] of Object.entries(OF_MATRICES)) {
  Deno.test(`${name} gives the same compiled and eager over random sizes`, async () => {
    await fc.assert(
      fc.asyncProperty(sizes, sizes, seeds, async (n, m, seed) => {
        ok(await largestDifference(operation, [[n, m], [n, m]], seed) <= 1e-4);
      }),
      { numRuns: 6, seed: 2 },
    );
  });
}

for (const name of DIFFERENTIABLE) {
  Deno.test(`the gradient of ${name} is the same compiled and eager`, async () => {
    await fc.assert(
      fc.asyncProperty(sizes, sizes, seeds, async (n, m, seed) => {
        const operation = withGradient(OF_MATRICES[name]!);
        ok(await largestDifference(operation, [[n, m], [n, m]], seed) <= 1e-3);
      }),
      { numRuns: 5, seed: 3 },
    );
  });
}

Deno.test("every kernel that the tracer knows is compared with the eager one", () => {
  const traced = tf.getKernelsForBackend("trace").map(({ kernelName }) => kernelName);
  ok(traced.includes("Add"));
  const missing = traced.filter((name) => name !== ONNX_KERNEL && !compared.has(name));
  deepStrictEqual(missing, []);
});

Deno.test("trace() names an operation that it does not know and where it was called", async () => {
  const program = ({ x }: Record<"x", tf.Tensor>) => ({ y: tf.acosh(x) });
  await rejects(
    trace(program, { x: { shape: [2], dtype: "float32" } }),
    /Cannot trace operation "Acosh", at file:.*\/parity_test\.ts:\d+:\d+: add it/,
  );
});

Deno.test("trace() names an operation of a gradient and where the gradient was taken", async () => {
  const program = ({ x }: Record<"x", tf.Tensor>) => ({
    y: tf.grad((x) => tf.sum(tf.gather(x, [0, 1])))(x),
  });
  await rejects(
    trace(program, { x: { shape: [2], dtype: "float32" } }),
    /Cannot trace operation "UnsortedSegmentSum", at file:.*\/parity_test\.ts:\d+:\d+: add it/,
  );
});

Deno.test("the gradient of relu hands NaN on, as the eager one does", async () => {
  const isNaN = ({ a }: Record<"a", tf.Tensor>) => {
    const gradient = tf.grad((a) => tf.relu(tf.log(a)))(a);
    return { isNaN: tf.cast(tf.notEqual(gradient, gradient), "float32") };
  };
  deepStrictEqual((await compareWithEager(isNaN, { a: [6] }, 1)).difference, 0);
});

Deno.test("trace() records one program after the other, however many are asked for at once", async () => {
  const inputs = { x: { shape: [2], dtype: "float32" } } as const;
  const programs = [tf.exp, tf.sin].map((operation) =>
    trace(({ x }) => ({ y: operation(x) }), inputs)
  );
  const graphs = await Promise.all(programs);
  deepStrictEqual(graphs.map(({ outputs }) => outputs.y!.node?.op), ["Exp", "Sin"]);
});

Deno.test("trace() refuses a program that looks at a value", async () => {
  const program = ({ x }: Record<"x", tf.Tensor>) => ({ y: tf.add(x, tf.exp(x).dataSync()[0]!) });
  await rejects(trace(program, { x: { shape: [2], dtype: "float32" } }), /reads the value of Exp/);
});
