import * as tf from "@tensorflow/tfjs-core";
import { binaryCrossEntropy } from "../../../tensor/ops/binary_cross_entropy.ts";
import { detached } from "../../../tensor/ops/detached.ts";
import { drawTokens } from "../../../tensor/ops/draw_tokens.ts";
import { withoutMask } from "./predictions.ts";

/** What PRISM's loss reads of a batch. */
export interface QualityLossBatch {
  /** Clean tokens, int32 `[batch, length]`. */
  readonly x0: tf.Tensor;
  /** Partly masked tokens, int32 `[batch, length]`. */
  readonly zt: tf.Tensor;
  /** int32 `[batch, length]`: 1 at the masked positions that are unmasked to be judged. */
  readonly judged: tf.Tensor;
  /** Weight of each position in the loss, 0 where nothing is judged; `[batch · length]`. */
  readonly weights: tf.Tensor;
  /** Numbers in (0, 1] with which tokens are drawn, `[batch · length]`. */
  readonly uniforms: tf.Tensor;
}

/** Loss of each position and what was judged. */
export interface QualityLoss {
  /** `[batch · length]` */
  readonly loss: tf.Tensor;
  /** The sequences that were judged, int32 `[batch, length]`. */
  readonly y: tf.Tensor;
}

type Network = (tokens: tf.Tensor) => tf.Tensor;

/**
 * PRISM's loss: the denoiser unmasks a few tokens and the quality head learns to tell from the result
 * which of them are right. At its minimum the head gives the probability that a token is the clean one
 * given all others.
 *
 * Source: Kim et al. 2025 (PRISM), equation 5.
 *
 * @param denoiser Maps tokens to logits `[batch · length, vocab]`.
 * @param quality Maps tokens to the head's logits `[batch · length]`.
 */
export function qualityLoss(
  denoiser: Network,
  quality: Network,
  { x0, zt, judged, weights, uniforms }: QualityLossBatch,
  maskId: number,
): QualityLoss {
  const y = detached(() => {
    const drawn = drawTokens(withoutMask(denoiser(zt), maskId), uniforms);
    return tf.where(tf.equal(judged, 1), tf.reshape(drawn, x0.shape), zt);
  });
  const right = tf.reshape(tf.cast(tf.equal(y, x0), "float32"), [-1]);
  return { loss: binaryCrossEntropy(quality(y), right, weights), y };
}
