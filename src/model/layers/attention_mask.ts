import * as tf from "@tensorflow/tfjs-core";
import type { NetworkInputs } from "../architecture.ts";

/** Added to the score of a key that is not seen: its weight becomes exactly 0. */
const HIDDEN = -1e9;

/** Hides from each position those after it, `[length, length]`. */
function causalMask(length: number): tf.Tensor {
  const hidden = Float32Array.from(
    { length: length * length },
    (_, i) => i % length > Math.floor(i / length) ? HIDDEN : 0,
  );
  return tf.tensor2d(hidden, [length, length]);
}

/** Hides the keys that a row does not see, `[batch, 1, 1, length]`. */
function keyMask(seen: tf.Tensor): tf.Tensor {
  const [batch, length] = seen.shape as [number, number];
  const hidden = tf.mul(tf.sub(1, tf.cast(seen, "float32")), HIDDEN);
  return tf.reshape(hidden, [batch, 1, 1, length]);
}

/**
 * What is added to the scores of attention, which are `[batch, heads, length, length]` with queries
 * before keys; `undefined` where every position sees all.
 *
 * @param causal Whether a position sees none after it.
 */
export function attentionMask(
  { tokens, seen }: Pick<NetworkInputs, "tokens" | "seen">,
  causal: boolean,
): tf.Tensor | undefined {
  const before = causal ? causalMask(tokens.shape[1]!) : undefined;
  if (seen === undefined) return before;
  return before === undefined ? keyMask(seen) : tf.add(keyMask(seen), before);
}

/**
 * What is added to the scores of a part of the positions, which see what is kept of all and then
 * themselves, `[batch, 1, 1, length + count]`.
 *
 * @param seen int32 `[batch, length]`: which of the former they see.
 * @param count Positions of the part.
 */
export function partMask(seen: tf.Tensor, count: number): tf.Tensor {
  return tf.pad(keyMask(seen), [[0, 0], [0, 0], [0, 0], [0, count]]);
}
