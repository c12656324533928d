import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { embed } from "../ops/embedding.ts";
import { binaryCrossEntropy } from "../ops/binary_cross_entropy.ts";
import { crossEntropy } from "../ops/cross_entropy.ts";
import { drawTokens } from "../ops/draw_tokens.ts";
import { gelu } from "../ops/activations/gelu.ts";
import { normalize } from "../ops/layer_norm.ts";
import { rotary } from "../ops/rotary.ts";
import { orthogonalize } from "../optimizers/muon.ts";
import { compareWithEager } from "../testing/compare_with_eager.ts";
import { trace } from "../trace/trace.ts";
import { ONNX_KERNEL } from "../trace/trace_kernels.ts";

type Operation = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

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

const positive = (x: tf.Tensor) => tf.add(tf.square(x), 0.5);

const ids = (x: tf.Tensor, rows: number) =>
  tf.cast(tf.clipByValue(tf.mul(tf.abs(x), rows / 2), 0, rows - 1), "int32");

/** Operations of two tensors that broadcast against each other. */
const ELEMENTWISE: Record<string, Operation> = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: (a, b) => tf.div(a, positive(b)),
  maximum: tf.maximum,
  minimum: tf.minimum,
  pow: (a, b) => tf.pow(positive(a), b),
  squaredDifference: tf.squaredDifference,
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
  less: tf.less,
  lessEqual: tf.lessEqual,
  equal: (a, b) => tf.equal(tf.cast(a, "int32"), tf.cast(b, "int32")),
  notEqual: (a, b) => tf.notEqual(tf.cast(a, "int32"), tf.cast(b, "int32")),
  logicalAnd: (a, b) => tf.logicalAnd(tf.greater(a, 0), tf.greater(b, 0)),
  logicalOr: (a, b) => tf.logicalOr(tf.greater(a, 0), tf.greater(b, 0)),
  where: (a, b) => tf.where(tf.greater(tf.add(a, b), 0), tf.add(a, b), tf.sub(a, b)),
};

/** Operations of `[rows, columns]`; the other tensor has the same shape. */
const OF_MATRICES: Record<string, Operation> = {
  abs: tf.abs,
  cos: tf.cos,
  erf: tf.erf,
  exp: tf.exp,
  log: (a) => tf.log(positive(a)),
  logicalNot: (a) => tf.logicalNot(tf.greater(a, 0)),
  neg: tf.neg,
  reciprocal: (a) => tf.reciprocal(positive(a)),
  relu: tf.relu,
  rsqrt: (a) => tf.rsqrt(positive(a)),
  sigmoid: tf.sigmoid,
  sin: tf.sin,
  sqrt: (a) => tf.sqrt(positive(a)),
  square: tf.square,
  tanh: tf.tanh,
  sum: (a) => tf.sum(a, -1),
  mean: (a) => tf.mean(a, 0, true),
  meanOfIntegers: (a) => tf.mean(tf.cast(tf.mul(a, 10), "int32"), 1),
  sumOverNothing: (a) => tf.sum(a, []),
  max: (a) => tf.max(a, 1),
  min: (a) => tf.min(a),
  argMax: (a) => tf.argMax(a, -1),
  clipByValue: (a) => tf.clipByValue(a, -0.5, 0.5),
  softmax: (a) => tf.softmax(a),
  logSoftmax: (a) => tf.logSoftmax(a),
  concat: (a, b) => tf.concat([a, b], -1),
  stack: (a, b) => tf.stack([a, b], 1),
  unstack: (a) => tf.sub(tf.unstack(a, 1)[0]!, tf.unstack(a, -1)[1]!),
  split: (a) => tf.sub(...tf.split(tf.concat([a, tf.exp(a)], 1), 2, 1) as [tf.Tensor, tf.Tensor]),
  slice: (a) => tf.slice(a, [1, 0], [a.shape[0] - 1, a.shape[1]!]),
  pad: (a) => tf.pad(a, [[1, 2], [0, 1]], 3),
  tile: (a) => tf.tile(a, [2, 3]),
  broadcastTo: (a) => tf.broadcastTo(a, [2, ...a.shape]),
  transpose: (a) => tf.transpose(a),
  transposeByNothing: (a) => tf.matMul(tf.tanh(a), tf.transpose(tf.tanh(a), [0, 1]), false, true),
  reshape: (a) => tf.reshape(a, [-1]),
  expandDims: (a) => tf.expandDims(a, 1),
  addN: (a, b) => tf.addN([a, b, a]),
  onesLike: (a) => tf.add(tf.onesLike(a), tf.zerosLike(a)),
  fill: (a) => tf.add(a, tf.fill([a.shape[1]!], 2)),
  matMul: (a, b) => tf.matMul(a, b, true),
  scaledProduct: (a, b) => tf.mul(tf.matMul(tf.transpose(a), b), 0.25),
  spreadProduct: (a, b) =>
    tf.mul(tf.matMul(tf.sum(a, 0, true), b, false, true), tf.fill([3, b.shape[0]], 0.25)),
  fusedProduct: (a, b) =>
    tf.fused.matMul({
      a: a as tf.Tensor2D,
      b: b as tf.Tensor2D,
      transposeB: true,
      bias: tf.sum(b, 1),
    }),
  biasedProduct: (a, b) => tf.add(tf.matMul(a, b, false, true), tf.sum(b, 1)),
  gather: (a, b) => tf.gather(a, ids(tf.reshape(b, [-1]), a.shape[0]) as tf.Tensor1D),
  oneHot: (a) => tf.oneHot(ids(tf.reshape(a, [-1]), 5) as tf.Tensor1D, 5),
  normalize: (a) => normalize(a),
  gelu: (a) => gelu(a),
  embed: (a, b) => embed(a, ids(tf.reshape(b, [-1]), a.shape[0])),
  rotary: (a, b) => rotary(tf.reshape(tf.concat([a, b, a, b], 1), [1, a.shape[0], -1]), 2),
  crossEntropy: (a, b) => {
    const targets = tf.oneHot(tf.argMax(b, 1) as tf.Tensor1D, b.shape[1]!);
    return crossEntropy(a, tf.cast(targets, "float32"), tf.sum(tf.square(b), 1));
  },
  binaryCrossEntropy: (a, b) =>
    binaryCrossEntropy(
      tf.sum(a, 1),
      tf.cast(tf.greater(tf.sum(b, 1), 0), "float32"),
      tf.sum(tf.square(b), 1),
    ),
  drawTokens: (a, b) => drawTokens(a, tf.sigmoid(tf.sum(b, 1))),
  orthogonalize: (a) => orthogonalize(tf.stack([a, tf.exp(a)]), 2),
};

/** The operation followed by the gradient of the sum of its squares. */
const withGradient = (operation: Operation): Operation => (a, b) =>
  tf.grad((x) => tf.sum(tf.square(operation(x, b))))(a);

const DIFFERENTIABLE = [
  ...[
    "exp",
    "log",
    "sigmoid",
    "tanh",
    "sqrt",
    "softmax",
    "logSoftmax",
    "matMul",
    "concat",
    "split",
  ],
  ...["abs", "relu", "stack"],
  ...["transpose", "sum", "mean", "slice", "tile", "normalize", "gelu", "rotary", "crossEntropy"],
  "binaryCrossEntropy",
];

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
