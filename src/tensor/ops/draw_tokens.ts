import * as tf from "@tensorflow/tfjs-core";
import { isTracing, onnxOperator } from "../trace/trace.ts";

function cumulative(probabilities: tf.Tensor): tf.Tensor {
  if (!isTracing()) return tf.cumsum(probabilities, 1);
  const axis = tf.scalar(probabilities.rank - 1, "int32");
  const { shape } = probabilities;
  return onnxOperator("CumSum", [probabilities, axis], [{ shape, dtype: "float32" }])[0];
}

/**
 * Draws a token for each row by inverting its cumulative distribution. Has no gradient.
 *
 * @param logits `[n, vocab]`
 * @param uniforms `[n]` in (0, 1]: 0 would draw the first token however improbable.
 * @returns int32 `[n]`
 */
export function drawTokens(logits: tf.Tensor, uniforms: tf.Tensor): tf.Tensor {
  const sums = cumulative(tf.softmax(logits)), vocab = logits.shape[1]!;
  // Relative to the rounded total, so that no number lies beyond the last token.
  const total = tf.slice(sums, [0, vocab - 1], [logits.shape[0], 1]);
  const bound = tf.mul(tf.expandDims(uniforms, -1), total);
  return tf.cast(tf.sum(tf.cast(tf.less(sums, bound), "float32"), -1), "int32");
}
