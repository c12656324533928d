import * as tf from "@tensorflow/tfjs-core";
import { isTracing, onnxOperator } from "../trace/trace.ts";

/**
 * Adds rows to a table of zeros, each at its own place. Has no gradient.
 *
 * @param ids int32 `[n]`; the rows of one place are summed.
 * @param rows `[n, width]`
 * @returns `[size, width]`
 */
export function scatterAdd(ids: tf.Tensor, rows: tf.Tensor, size: number): tf.Tensor {
  const [n, width] = rows.shape as [number, number], column = tf.reshape(ids, [n, 1]);
  if (!isTracing()) return tf.scatterND(column, rows, [size, width]);
  // ScatterElements adds in order; ScatterND adds from several threads at once.
  return onnxOperator(
    "ScatterElements",
    [tf.zeros([size, width]), tf.broadcastTo(column, [n, width]), rows],
    [{ shape: [size, width], dtype: "float32" }],
    { attributes: { axis: 0, reduction: "add" } },
  )[0];
}
