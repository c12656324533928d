import * as tf from "@tensorflow/tfjs-core";

/** Sigmoid linear unit, `x · sigmoid(x)`; any shape. */
export function silu(x: tf.Tensor): tf.Tensor {
  return tf.mul(x, tf.sigmoid(x));
}
