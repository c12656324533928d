import * as tf from "@tensorflow/tfjs-core";
import { embed } from "../ops/embedding.ts";
import { binaryCrossEntropy } from "../ops/binary_cross_entropy.ts";
import { crossEntropy } from "../ops/cross_entropy.ts";
import { drawTokens } from "../ops/draw_tokens.ts";
import { gelu } from "../ops/activations/gelu.ts";
import { normalize } from "../ops/layer_norm.ts";
import { rotary } from "../ops/rotary.ts";
import { orthogonalize } from "../optimizers/muon.ts";

/** An operation of two tensors; some leave the second one alone. */
export type Operation = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const positive = (x: tf.Tensor) => tf.add(tf.square(x), 0.5);

const ids = (x: tf.Tensor, rows: number) =>
  tf.cast(tf.clipByValue(tf.mul(tf.abs(x), rows / 2), 0, rows - 1), "int32");

/** Operations of two tensors that broadcast against each other. */
export const ELEMENTWISE: Record<string, Operation> = {
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
export const OF_MATRICES: Record<string, Operation> = {
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
export const withGradient = (operation: Operation): Operation => (a, b) =>
  tf.grad((x) => tf.sum(tf.square(operation(x, b))))(a);

/** Those of {@linkcode OF_MATRICES} whose gradients are compared. */
export const DIFFERENTIABLE = [
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
