import * as tf from "@tensorflow/tfjs-core";

/**
 * A linear layer, `x · weightᵀ + bias`.
 *
 * @param x `[n, in]`
 * @param weight `[out, in]`
 * @param bias `[out]` @default {none}
 * @returns `[n, out]`
 */
export function linear(x: tf.Tensor, weight: tf.Tensor, bias?: tf.Tensor): tf.Tensor {
  const product = tf.matMul(x, weight, false, true);
  return bias === undefined ? product : tf.add(product, bias);
}
