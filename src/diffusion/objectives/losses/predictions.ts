import * as tf from "@tensorflow/tfjs-core";

/** Added to the mask token's logit: the denoiser never predicts a mask. */
export const MASK_PENALTY = -1e6;

/** What is added to logits so that a network never predicts the mask token, `[vocab]`. */
export function maskPenalty(vocab: number, maskId: number): tf.Tensor {
  const penalty = new Float32Array(vocab);
  penalty[maskId] = MASK_PENALTY;
  return tf.tensor1d(penalty);
}

/** The logits of a network that never predicts the mask token. */
export function withoutMask(logits: tf.Tensor, maskId: number): tf.Tensor {
  return tf.add(logits, maskPenalty(logits.shape[1]!, maskId));
}

/** Tokens of any shape as rows of zeros and a one, `[n, vocab]`. */
export function oneHotTokens(tokens: tf.Tensor, vocab: number): tf.Tensor {
  return tf.cast(tf.oneHot(tf.reshape(tokens, [-1]) as tf.Tensor1D, vocab), "float32");
}

/** The element of each row `[n, vocab]` that a one-hot row of the same shape marks, `[n]`. */
export function pick(rows: tf.Tensor, oneHot: tf.Tensor): tf.Tensor {
  return tf.sum(tf.mul(rows, oneHot), -1);
}
