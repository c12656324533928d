import * as tf from "@tensorflow/tfjs-core";
import type {
  MovedParameter,
  Optimizer,
  OptimizerOptions,
  OptimizerState,
  UpdateScalars,
} from "./optimizer.ts";

function move(
  { parameter, gradient, kept }: MovedParameter,
  { learningRate, step, factor }: UpdateScalars,
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 }: OptimizerOptions,
): OptimizerState {
  // Clipping is folded into the weights of the means: at d = 768 each pass over the parameters tells.
  const share1 = tf.mul(factor, 1 - beta1), share2 = tf.mul(tf.square(factor), 1 - beta2);
  const mean = tf.add(tf.mul(kept.mean!, beta1), tf.mul(gradient, share1));
  const square = tf.add(tf.mul(kept.square!, beta2), tf.mul(tf.square(gradient), share2));
  // The bias corrections are folded into two scalars, so that no full-size tensor is divided twice.
  const correction1 = tf.sub(1, tf.pow(tf.scalar(beta1), step));
  const correction2 = tf.sqrt(tf.sub(1, tf.pow(tf.scalar(beta2), step)));
  const rate = tf.div(tf.mul(learningRate, correction2), correction1);
  const denominator = tf.add(tf.sqrt(square), tf.mul(correction2, epsilon));
  const decayed = weightDecay === 0
    ? parameter
    : tf.mul(parameter, tf.sub(1, tf.mul(learningRate, weightDecay)));
  return {
    parameter: tf.sub(decayed, tf.mul(tf.div(mean, denominator), rate)),
    kept: { mean, square },
  };
}

/**
 * AdamW, which keeps the means of gradients and of their squares.
 *
 * Source: Loshchilov & Hutter 2019, algorithm 2.
 */
export const adamw: Optimizer = {
  name: "adamw",
  keeps: () => ["mean", "square"],
  isElementwise: () => true,
  update: (parameters, scalars, options) =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, moved]) => [name, move(moved, scalars, options)]),
    ),
};
