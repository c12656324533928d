import * as tf from "@tensorflow/tfjs-core";
import { isTracing, onnxOperator } from "../../trace/trace.ts";
import { differentiable } from "../custom.ts";

// gelu(x) ≈ x · sigmoid(2u) with u = √(2/π) (x + 0.044715 x³): the tanh form in other words.
const LINEAR = 2 * Math.sqrt(2 / Math.PI), CUBIC = LINEAR * 0.044715;

function gate(x: tf.Tensor, square: tf.Tensor): tf.Tensor {
  return tf.sigmoid(tf.mul(x, tf.add(tf.mul(square, CUBIC), LINEAR)));
}

function fused(x: tf.Tensor): tf.Tensor {
  const spec = { shape: x.shape, dtype: "float32" } as const;
  return onnxOperator("Gelu", [x], [spec], { attributes: { approximate: "tanh" } })[0];
}

/** Gaussian error linear unit, tanh form; any shape. */
export function gelu(x: tf.Tensor): tf.Tensor {
  return differentiable(x, (x, save) => {
    const y = isTracing() ? fused(x) : tf.mul(x, gate(x, tf.square(x)));
    save([x, y]);
    return {
      value: y,
      gradient: (dy, [x, y]: [tf.Tensor, tf.Tensor]) => {
        const square = tf.square(x), s = gate(x, square);
        const slope = tf.add(tf.mul(square, 3 * CUBIC), LINEAR);
        return tf.mul(dy, tf.add(s, tf.mul(tf.sub(y, tf.mul(y, s)), slope)));
      },
    };
  });
}
