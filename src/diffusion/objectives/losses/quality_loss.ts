import * as tf from "@tensorflow/tfjs-core";
import { binaryCrossEntropy } from "../../../tensor/ops/binary_cross_entropy.ts";
import { detached } from "../../../tensor/ops/detached.ts";
import { drawTokens } from "../../../tensor/ops/draw_tokens.ts";
import type { Prediction } from "./prediction.ts";

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
  /** Weight of each position in the denoising loss, `[batch · length]`. @default {none, and no such loss} */
  readonly mdmWeights?: tf.Tensor;
}

/** Losses of each position and what was judged. */
export interface QualityLosses {
  /** The head's, `[batch · length]`. */
  readonly loss: tf.Tensor;
  /** The denoiser's, `[batch · length]`, where it is trained along. */
  readonly mdm?: tf.Tensor;
  /** The sequences that were judged, int32 `[batch, length]`. */
  readonly y: tf.Tensor;
}

/**
 * PRISM's loss: the denoiser unmasks a few tokens and the quality head learns to tell from the result
 * which of them are right. At its minimum the head gives the probability that a token is the clean one
 * given all others. With `mdmWeights` the denoiser is trained along, by its own loss.
 *
 * Source: Kim et al. 2025 (PRISM), equation 5, and section 4 for the regulariser.
 *
 * @param denoiser Maps tokens to what the network predicts, the mask ruled out.
 * @param quality Maps tokens to the head's logits `[batch · length]`.
 */
export function qualityLosses(
  denoiser: (tokens: tf.Tensor) => Prediction,
  quality: (tokens: tf.Tensor) => tf.Tensor,
  { x0, zt, judged, weights, uniforms, mdmWeights }: QualityLossBatch,
): QualityLosses {
  const trained = mdmWeights === undefined ? undefined : denoiser(zt);
  const y = detached(() => {
    const drawn = drawTokens((trained ?? denoiser(zt)).logits(), uniforms);
    return tf.where(tf.equal(judged, 1), tf.reshape(drawn, x0.shape), zt);
  });
  const right = tf.reshape(tf.cast(tf.equal(y, x0), "float32"), [-1]);
  return {
    loss: binaryCrossEntropy(quality(y), right, weights),
    ...(trained !== undefined && { mdm: trained.crossEntropy(x0, mdmWeights!) }),
    y,
  };
}
