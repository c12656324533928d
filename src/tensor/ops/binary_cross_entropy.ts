import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "./custom.ts";

/**
 * Weighted binary cross-entropy, `−weight · log sigmoid(±logit)`.
 *
 * @param logits `[n]`
 * @param targets `[n]`, 0 or 1.
 * @param weights `[n]`
 * @returns `[n]`
 */
export function binaryCrossEntropy(
  logits: tf.Tensor,
  targets: tf.Tensor,
  weights: tf.Tensor,
): tf.Tensor {
  return differentiable(logits, (logits, save) => {
    save([logits, targets, weights]);
    // log(1 + exp(x)) − x · target without overflow.
    const softplus = tf.add(tf.relu(logits), tf.log(tf.add(1, tf.exp(tf.neg(tf.abs(logits))))));
    return {
      value: tf.mul(weights, tf.sub(softplus, tf.mul(logits, targets))),
      gradient: (dy, [logits, targets, weights]: [tf.Tensor, tf.Tensor, tf.Tensor]) =>
        tf.mul(tf.mul(dy, weights), tf.sub(tf.sigmoid(logits), targets)),
    };
  });
}
