import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "./custom.ts";

/**
 * Brings each vector along the last axis to a mean square of 1, without scale.
 *
 * Source: Zhang and Sennrich 2019, "Root Mean Square Layer Normalization", equation 4.
 *
 * @param x `[…, hidden]`
 * @param epsilon Added to the mean square.
 * @returns `[…, hidden]`
 */
export function normalizeRms(x: tf.Tensor, epsilon: number): tf.Tensor {
  return differentiable(x, (x, save) => {
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), epsilon));
    const normalized = tf.mul(x, inverse);
    save([normalized, inverse]);
    return {
      value: normalized,
      gradient: (dy, [normalized, inverse]: [tf.Tensor, tf.Tensor]) => {
        const projection = tf.mean(tf.mul(dy, normalized), -1, true);
        return tf.mul(tf.sub(dy, tf.mul(normalized, projection)), inverse);
      },
    };
  });
}
