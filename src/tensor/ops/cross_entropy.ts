import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "./custom.ts";

/**
 * Weighted cross-entropy of each row: `−weight · log softmax(logits)[target]`.
 *
 * @param logits `[n, vocab]`
 * @param oneHotTargets `[n, vocab]`
 * @param weights `[n]`
 * @returns `[n]`
 */
export function crossEntropy(
  logits: tf.Tensor,
  oneHotTargets: tf.Tensor,
  weights: tf.Tensor,
): tf.Tensor {
  return differentiable(logits, (logits, save) => {
    const logProbabilities = tf.logSoftmax(logits);
    const picked = tf.sum(tf.mul(logProbabilities, oneHotTargets), -1);
    save([logProbabilities, oneHotTargets, weights]);
    return {
      value: tf.neg(tf.mul(weights, picked)),
      gradient: (
        dy,
        [logProbabilities, oneHotTargets, weights]: [tf.Tensor, tf.Tensor, tf.Tensor],
      ) => {
        const error = tf.sub(tf.exp(logProbabilities), oneHotTargets);
        return tf.mul(error, tf.expandDims(tf.mul(weights, dy), -1));
      },
    };
  });
}
