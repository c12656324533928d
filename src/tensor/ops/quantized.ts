import * as tf from "@tensorflow/tfjs-core";
import { onnxOperator } from "../trace/trace.ts";

/**
 * A matrix `[rows, width]` of 4-bit elements: `scale · (q − 8)`, a scale for each block of a row. The last
 * block may be cut short.
 */
export interface QuantizedMatrix {
  /** uint8 `[rows, blocks, bytes]`: two elements a byte, the first in its lower half. */
  readonly packed: tf.Tensor;
  /** `[rows, blocks]` */
  readonly scales: tf.Tensor;
}

const ownDomain = { domain: "com.microsoft" };

/**
 * A linear layer, `x · matrixᵀ`. Only for programs that are compiled, and without a gradient.
 *
 * @param x `[n, width]`
 * @returns `[n, rows]`
 */
export function quantizedProduct(x: tf.Tensor, { packed, scales }: QuantizedMatrix): tf.Tensor {
  const [n, width] = x.shape as [number, number];
  const [rows, , bytes] = packed.shape as [number, number, number];
  const attributes = { K: width, N: rows, bits: 4, block_size: 2 * bytes };
  const outputs = [{ shape: [n, rows], dtype: "float32" }] as const;
  const [product] = onnxOperator("MatMulNBits", [x, packed, scales], outputs, {
    ...ownDomain,
    attributes,
  });
  return product;
}

/**
 * Rows of the matrix. Only for programs that are compiled, and without a gradient.
 *
 * @param ids int32 `[n]`
 * @param width Elements of a row.
 * @returns `[n, width]`
 */
export function quantizedRows(
  { packed, scales }: QuantizedMatrix,
  ids: tf.Tensor,
  width: number,
): tf.Tensor {
  const n = ids.shape[0]!, [, blocks, bytes] = packed.shape as [number, number, number];
  const spec = { shape: [n, blocks, bytes], dtype: "uint8" } as const;
  const [rows] = onnxOperator("Gather", [packed, ids], [spec], { attributes: { axis: 0 } });
  const integers = { ...spec, dtype: "int32" } as const, base = tf.scalar(16, "int32");
  const [whole] = onnxOperator("Cast", [rows], [integers], { attributes: { to: "int32" } });
  // Of integers, ONNX's division leaves the rest out.
  const [upper] = onnxOperator("Div", [whole, base], [integers]);
  const lower = tf.sub(whole, tf.mul(upper, base));
  const elements = tf.reshape(
    tf.cast(tf.stack([lower, upper], -1), "float32"),
    [n, blocks, 2 * bytes],
  );
  const scale = tf.expandDims(tf.gather(scales, ids as tf.Tensor1D), -1);
  const wide = tf.reshape(tf.mul(tf.sub(elements, 8), scale), [n, blocks * 2 * bytes]);
  return tf.slice(wide, [0, 0], [n, width]);
}
