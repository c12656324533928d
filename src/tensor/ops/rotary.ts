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

/** Where vectors stand. */
export interface RotaryPositions {
  /** int32 `[length]` */
  readonly positions: tf.Tensor;
  /** All of them are below it. */
  readonly most: number;
}

function rotate(
  x: tf.Tensor,
  heads: number,
  base: number,
  direction: 1 | -1,
  at: RotaryPositions | undefined,
): tf.Tensor {
  const [batch, length, hidden] = x.shape as [number, number, number], half = hidden / heads / 2;
  const most = at?.most ?? length;
  const cos = angles(most, half, base, Math.cos);
  const sin = angles(most, half, base, (angle) => direction * Math.sin(angle));
  if (isTracing()) {
    const positions = at === undefined
      ? tf.tensor2d(Int32Array.from({ length }, (_, i) => i), [1, length], "int32")
      : tf.reshape(at.positions, [1, length]);
    const ids = tf.broadcastTo(positions, [batch, length]);
    return onnxOperator(
      "RotaryEmbedding",
      [x, tf.tensor2d(cos, [most, half]), tf.tensor2d(sin, [most, half]), ids],
      [{ shape: x.shape, dtype: "float32" }],
      { attributes: { num_heads: heads }, int64Inputs: [3] },
    )[0];
  }
  const halves = tf.split(tf.reshape(x, [batch, length, heads, 2 * half]), 2, -1);
  const [a, b] = halves as [tf.Tensor, tf.Tensor];
  const table = (angles: Float32Array) => {
    const all = tf.tensor3d(angles, [most, 1, half]);
    return at === undefined ? all : tf.gather(all, at.positions as tf.Tensor1D);
  };
  const c = table(cos), s = table(sin);
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
 * @param at Where the vectors stand. @default {from the first position on}
 * @returns The same shape.
 */
export function rotary(
  x: tf.Tensor,
  heads: number,
  base = 10_000,
  at?: RotaryPositions,
): tf.Tensor {
  return differentiable(x, (x) => ({
    value: rotate(x, heads, base, 1, at),
    // A rotation's transpose is the rotation back.
    gradient: (dy) => rotate(dy, heads, base, -1, at),
  }));
}
