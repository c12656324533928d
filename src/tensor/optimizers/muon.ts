import * as tf from "@tensorflow/tfjs-core";
import { adamw } from "./adamw.ts";
import type {
  MovedParameter,
  Optimizer,
  OptimizerOptions,
  OptimizerState,
  UpdateScalars,
} from "./optimizer.ts";

/** Decay of the mean of gradients. */
const MOMENTUM = 0.95;

// Coefficients of the quintic iteration; they push every singular value to about 1.
const A = 3.4445, B = -4.775, C = 2.0315;

/** Root mean square of an update's elements: that of AdamW, so that both take one learning rate. */
const UPDATE_RMS = 0.2;

/**
 * Elements up to which matrices of one shape are moved together. Small products leave threads idle and
 * cost more to start than to compute; large ones would only take more memory.
 */
const MOST_ELEMENTS = 2 ** 20;

/**
 * Replaces the singular values of matrices by values near 1, with matrix products alone.
 *
 * Source: Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks".
 *
 * @param x `[count, rows, columns]`, no more rows than columns.
 */
export function orthogonalize(x: tf.Tensor, iterations = 5): tf.Tensor {
  const norms = tf.sqrt(tf.sum(tf.square(x), [1, 2], true));
  const identity = tf.mul(tf.expandDims(tf.eye(x.shape[1]!)), A);
  let y: tf.Tensor = tf.div(x, tf.add(norms, 1e-7));
  for (let i = 0; i < iterations; i++) {
    const gram = tf.matMul(y, y, false, true);
    const odd = tf.add(tf.mul(gram, B), tf.mul(tf.matMul(gram, gram), C));
    y = tf.matMul(tf.add(odd, identity), y);
  }
  return y;
}

/** The directions in which matrices of one shape are moved. */
function directionsOf(matrices: readonly tf.Tensor[]): tf.Tensor[] {
  const [rows, columns] = matrices[0]!.shape, isTall = rows > columns!;
  const turned = (x: tf.Tensor) => isTall ? tf.transpose(x) : x;
  const stacked = tf.concat(matrices.map((x) => tf.expandDims(turned(x))));
  return tf.split(orthogonalize(stacked), matrices.length)
    .map((x) => turned(tf.squeeze(x, [0])));
}

/** One update of matrices, with Nesterov momentum. */
function moveMatrices(
  matrices: Readonly<Record<string, MovedParameter>>,
  { learningRate, factor }: UpdateScalars,
  { weightDecay = 0 }: OptimizerOptions,
): Record<string, OptimizerState> {
  const moved: Record<string, OptimizerState> = {}, gradients: Record<string, tf.Tensor> = {};
  const means = Object.entries(matrices).map(([name, { gradient, kept }]) => {
    gradients[name] = tf.mul(gradient, factor);
    return [name, tf.add(tf.mul(kept.mean!, MOMENTUM), gradients[name])] as const;
  });
  for (const group of groupsOf(means)) {
    const directions = directionsOf(
      group.map(([name, mean]) => tf.add(tf.mul(mean, MOMENTUM), gradients[name]!)),
    );
    group.forEach(([name, mean], i) => {
      const { parameter } = matrices[name]!;
      const scale = UPDATE_RMS * Math.sqrt(Math.max(...parameter.shape));
      const decayed = weightDecay === 0
        ? parameter
        : tf.mul(parameter, tf.sub(1, tf.mul(learningRate, weightDecay)));
      const step = tf.mul(directions[i]!, tf.mul(learningRate, scale));
      moved[name] = { parameter: tf.sub(decayed, step), kept: { mean } };
    });
  }
  return moved;
}

/** Matrices of one shape, as many as are moved together. */
function groupsOf<T extends readonly [string, tf.Tensor]>(matrices: readonly T[]): T[][] {
  const byShape = Map.groupBy(matrices, ([, { shape }]) => String(shape));
  return [...byShape.values()].flatMap((alike) => {
    const count = Math.max(1, Math.floor(MOST_ELEMENTS / alike[0]![1].size));
    const starts = Array.from({ length: Math.ceil(alike.length / count) }, (_, i) => i * count);
    return starts.map((start) => alike.slice(start, start + count));
  });
}

/**
 * Muon for the matrices, of which it keeps the mean of gradients, and AdamW for the rest.
 *
 * Source: Jordan et al. 2024; the scale of the update from Liu et al. 2025, "Muon is scalable for LLM
 * training".
 */
export const muon: Optimizer = {
  name: "muon",
  keeps: (role) => role.isMatrix ? ["mean"] : adamw.keeps(role),
  isElementwise: ({ isMatrix }) => !isMatrix,
  update(parameters, scalars, options) {
    const part = (isMatrix: boolean) =>
      Object.fromEntries(
        Object.entries(parameters).filter(([, moved]) => moved.isMatrix === isMatrix),
      );
    return {
      ...moveMatrices(part(true), scalars, options),
      ...adamw.update(part(false), scalars, options),
    };
  },
};
