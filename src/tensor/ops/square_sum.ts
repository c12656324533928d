import * as tf from "@tensorflow/tfjs-core";
import { isTracing, onnxOperator } from "../trace/trace.ts";

/** Sum of the squares of all elements, a scalar. Has no gradient while tracing. */
export function squareSum(x: tf.Tensor): tf.Tensor {
  if (!isTracing()) return tf.sum(tf.square(x));
  const flat = tf.reshape(x, [x.size]);
  return onnxOperator("ReduceSumSquare", [flat], [{ shape: [], dtype: "float32" }], {
    attributes: { keepdims: 0 },
  })[0];
}
