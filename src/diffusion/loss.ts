import * as tf from "@tensorflow/tfjs-core";
import { crossEntropy } from "../tensor/ops/cross_entropy.ts";

/** Added to the mask token's logit: the denoiser never predicts a mask. */
export const MASK_PENALTY = -1e6;

/** Maps tokens int32 `[batch, length]` to logits `[batch · length, vocab]`. */
export type Network = (tokens: tf.Tensor) => tf.Tensor;

/** A batch of corrupted sequences with the weight of each position in the loss. */
export interface LossBatch {
  /** Clean tokens, int32 `[batch, length]`. */
  readonly x0: tf.Tensor;
  /** Partly masked tokens, int32 `[batch, length]`. */
  readonly zt: tf.Tensor;
  /** Weight in the denoising loss, `[batch · length]`: 1/t where masked, else 0. */
  readonly mdmWeights: tf.Tensor;
  /** Weight in the corrector loss, `[batch · length]`: λ/t. */
  readonly correctorWeights?: tf.Tensor;
}

/** Losses of each position and what the corrector saw. */
export interface PositionLosses {
  /** Denoising loss, `[batch · length]`. */
  readonly mdm: tf.Tensor;
  /** Corrector loss, `[batch · length]`. */
  readonly corrector?: tf.Tensor;
  /** The corrector's input: argmax of the denoiser, int32 `[batch, length]`. */
  readonly y?: tf.Tensor;
}

/** The logits of a network that never predicts the mask token. */
function withoutMask(logits: tf.Tensor, maskId: number): tf.Tensor {
  const penalty = new Float32Array(logits.shape[1]!);
  penalty[maskId] = MASK_PENALTY;
  return tf.add(logits, tf.tensor1d(penalty));
}

/**
 * Losses of masked diffusion and, where the batch has weights for it, of progressive
 * self-correction: the network's own argmax at every position is fed back under stop-gradient and
 * the network learns to restore the clean tokens from it.
 *
 * Source: equations 4 and 8 of the paper.
 */
export function positionLosses(network: Network, batch: LossBatch, maskId: number): PositionLosses {
  const logits = withoutMask(network(batch.zt), maskId);
  const targets = tf.cast(
    tf.oneHot(tf.reshape(batch.x0, [-1]) as tf.Tensor1D, logits.shape[1]!),
    "float32",
  );
  const mdm = crossEntropy(logits, targets, batch.mdmWeights);
  if (batch.correctorWeights === undefined) return { mdm };
  const y = tf.reshape(tf.argMax(logits, -1), batch.x0.shape);
  const corrected = withoutMask(network(y), maskId);
  return { mdm, corrector: crossEntropy(corrected, targets, batch.correctorWeights), y };
}
