import * as tf from "@tensorflow/tfjs-core";
import { isTracing, onnxOperator } from "../trace/trace.ts";
import { differentiable } from "./custom.ts";

/** Functions of the angles of all positions and pairs, `[length, half]`. */
function angles(
  length: number,
  half: number,
  base: number,
  f: (angle: number) => number,
): Float32Array {
  return Float32Array.from({ length: length * half }, (_, i) => {
    const position = Math.floor(i / half), frequency = base ** (-(i % half) / half);
    return f(position * frequency);
  });
}

function rotate(x: tf.Tensor, heads: number, base: number, direction: 1 | -1): tf.Tensor {
  const [batch, length, hidden] = x.shape as [number, number, number], half = hidden / heads / 2;
  const cos = angles(length, half, base, Math.cos);
  const sin = angles(length, half, base, (angle) => direction * Math.sin(angle));
  if (isTracing()) {
    const positions = tf.tensor2d(Int32Array.from({ length }, (_, i) => i), [1, length], "int32");
    const ids = tf.broadcastTo(positions, [batch, length]);
    return onnxOperator(
      "RotaryEmbedding",
      [x, tf.tensor2d(cos, [length, half]), tf.tensor2d(sin, [length, half]), ids],
      [{ shape: x.shape, dtype: "float32" }],
      { attributes: { num_heads: heads }, int64Inputs: [3] },
    )[0];
  }
  const halves = tf.split(tf.reshape(x, [batch, length, heads, 2 * half]), 2, -1);
  const [a, b] = halves as [tf.Tensor, tf.Tensor];
  const c = tf.tensor3d(cos, [length, 1, half]), s = tf.tensor3d(sin, [length, 1, half]);
  const rotated = [tf.sub(tf.mul(a, c), tf.mul(b, s)), tf.add(tf.mul(a, s), tf.mul(b, c))];
  return tf.reshape(tf.concat(rotated, -1), x.shape);
}

/**
 * Rotary position embedding: turns the two halves of each head's vector by an angle that grows with
 * the position.
 *
 * Source: Su et al. 2021, "RoFormer", equation 34, with half-split pairs.
 *
 * @param x `[batch, length, heads · 2 · half]`
 * @param base The slowest pair turns by almost `1 / base` a position.
 * @returns The same shape.
 */
export function rotary(x: tf.Tensor, heads: number, base = 10_000): tf.Tensor {
  return differentiable(x, (x) => ({
    value: rotate(x, heads, base, 1),
    // A rotation's transpose is the rotation back.
    gradient: (dy) => rotate(dy, heads, base, -1),
  }));
}
