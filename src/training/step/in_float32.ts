import type * as tf from "@tensorflow/tfjs-core";
import { isTracing, onnxOperator } from "../../tensor/trace/trace.ts";

/** A tensor that is float32 from here on, whatever type has computed it. Has no gradient. */
export function inFloat32(x: tf.Tensor): tf.Tensor {
  if (!isTracing()) return x;
  const spec = { shape: x.shape, dtype: "float32" } as const;
  return onnxOperator("Cast", [x], [spec], { attributes: { to: "float32" } })[0];
}
