import * as tf from "@tensorflow/tfjs-core";
import { isTracing, onnxOperator } from "../trace/trace.ts";
import { differentiable } from "./custom.ts";

function composed(x: tf.Tensor, epsilon: number): [normalized: tf.Tensor, deviation: tf.Tensor] {
  const centered = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(centered), -1, true);
  const inverse = tf.rsqrt(tf.add(variance, epsilon));
  return [tf.mul(centered, inverse), inverse];
}

function fused(x: tf.Tensor, epsilon: number): [normalized: tf.Tensor, deviation: tf.Tensor] {
  const statistic = { shape: [...x.shape.slice(0, -1), 1], dtype: "float32" } as const;
  const [normalized, , inverse] = onnxOperator(
    "LayerNormalization",
    [x, tf.ones([x.shape.at(-1)!])],
    [{ shape: x.shape, dtype: "float32" }, statistic, statistic],
    { attributes: { axis: -1, epsilon: { float: epsilon } } },
  );
  return [normalized, inverse];
}

/**
 * Brings each vector along the last axis to mean 0 and variance 1, without scale or bias.
 *
 * @param x `[…, hidden]`
 * @returns `[…, hidden]`
 */
export function normalize(x: tf.Tensor, epsilon = 1e-5): tf.Tensor {
  return differentiable(x, (x, save) => {
    const [normalized, inverse] = isTracing() ? fused(x, epsilon) : composed(x, epsilon);
    save([normalized, inverse]);
    return {
      value: normalized,
      gradient: (dy, [normalized, inverse]: [tf.Tensor, tf.Tensor]) => {
        const mean = tf.mean(dy, -1, true);
        const projection = tf.mean(tf.mul(dy, normalized), -1, true);
        return tf.mul(tf.sub(tf.sub(dy, mean), tf.mul(normalized, projection)), inverse);
      },
    };
  });
}
