import * as tf from "@tensorflow/tfjs-core";
import { oneHotTokens, pick } from "./predictions.ts";

/** Keeps logarithms and their gradients finite where a probability has underflowed. */
const TINY = 1e-30;

/** What the loss of the plain parameterisation reads of a batch. */
export interface PlainLossBatch {
  /** Clean tokens, int32 `[batch, length]`. */
  readonly x0: tf.Tensor;
  /** Weight of each position, 0 where not masked; `[batch · length]`, as are the others. */
  readonly mdmWeights: tf.Tensor;
  /** Chance to be masked at the drawn time. */
  readonly moveChance?: tf.Tensor;
  /** The same one step earlier; without it time is continuous. */
  readonly moveChanceBefore?: tf.Tensor;
}

/** `log((alpha · xMask + moveChance) / moveChance)`, which is 0 where the mask is ruled out. */
function logRatio(xMask: tf.Tensor, moveChance: tf.Tensor): tf.Tensor {
  const ratio = tf.div(tf.sub(1, moveChance), tf.maximum(moveChance, TINY));
  return tf.log(tf.add(tf.mul(ratio, xMask), 1));
}

/**
 * Denoising loss of a network whose prediction may hold the mask and is used as it is (D3PM): the
 * divergence of q(z_s | z_t, x0) from q(z_s | z_t, x_theta), in the limit of infinitely many steps
 * where there is no `moveChanceBefore`.
 *
 * Source: Austin et al. 2021 (D3PM) with an absorbing state; Sahoo et al. 2024 (MDLM), appendix A.
 *
 * @param logits `[batch · length, vocab]`, the mask not ruled out.
 * @returns `[batch · length]`
 */
export function plainLoss(
  logits: tf.Tensor,
  { x0, mdmWeights, moveChance, moveChanceBefore }: PlainLossBatch,
  maskId: number,
): tf.Tensor {
  if (moveChance === undefined) throw new Error("internal: the plain loss needs noise levels");
  const vocab = logits.shape[1]!, logX = tf.logSoftmax(logits);
  const mask = Float32Array.from({ length: vocab }, (_, token) => Number(token === maskId));
  const xMask = tf.exp(pick(logX, tf.tensor2d(mask, [1, vocab])));
  const ratio = logRatio(xMask, moveChance);
  const unmasked = tf.sub(ratio, pick(logX, oneHotTokens(x0, vocab)));
  if (moveChanceBefore === undefined) {
    const marginal = tf.add(tf.mul(tf.sub(1, moveChance), xMask), moveChance);
    return tf.mul(mdmWeights, tf.sub(unmasked, tf.div(xMask, marginal)));
  }
  const stay = tf.div(moveChanceBefore, moveChance);
  // Where the step leads to clean tokens nothing stays masked, and the ratio there has no meaning.
  const bounded = tf.maximum(moveChanceBefore, tf.mul(moveChance, 1e-6));
  const stays = tf.sub(ratio, logRatio(xMask, bounded));
  return tf.mul(mdmWeights, tf.add(tf.mul(tf.sub(1, stay), unmasked), tf.mul(stay, stays)));
}
