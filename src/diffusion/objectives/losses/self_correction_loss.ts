import * as tf from "@tensorflow/tfjs-core";
import { detached } from "../../../tensor/ops/detached.ts";
import { drawTokens } from "../../../tensor/ops/draw_tokens.ts";
import { plainLoss } from "./plain_loss.ts";
import type { Prediction } from "./prediction.ts";

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
  /** Chance of each position to be masked, `[batch · length]`; for the plain parameterisation. */
  readonly moveChance?: tf.Tensor;
  /** The same one step earlier; for the plain parameterisation with a number of steps. */
  readonly moveChanceBefore?: tf.Tensor;
  /** Numbers in (0, 1], `[batch · length]`, with which a sampled corrector input is drawn. */
  readonly uniforms?: tf.Tensor;
  /** int32 `[batch, length]`: 1 where the corrector's input may differ from `x0`. */
  readonly answer?: tf.Tensor;
}

/** How the losses are computed. */
export interface LossOptions {
  /**
   * `"subs"` rules the mask out of the prediction; `"softmax"` leaves it in with the same loss, as LLaDA
   * is trained; `"plain"` leaves it in, and the loss pays for it (D3PM).
   *
   * @default {"subs"}
   */
  readonly parameterization?: "subs" | "softmax" | "plain";
  /** Where the corrector's input is the network's output: elsewhere it is `x0`. @default {"all"} */
  readonly correctorPositions?: "all" | "masked";
  /**
   * Whether the corrector loss of a token that is already right is minus its probability instead of
   * minus its log-probability, which leaves more of the gradient to the errors.
   *
   * @default {false}
   */
  readonly upweightErrors?: boolean;
}

/** Losses of each position and what the corrector saw. */
export interface PositionLosses {
  /** Denoising loss, `[batch · length]`. */
  readonly mdm: tf.Tensor;
  /** Corrector loss, `[batch · length]`. */
  readonly corrector?: tf.Tensor;
  /** The corrector's input, int32 `[batch, length]`. */
  readonly y?: tf.Tensor;
}

/** The corrector's input: what the network makes of `zt`. */
function correctorInput(
  prediction: Prediction,
  { x0, zt, uniforms, answer }: LossBatch,
  maskId: number,
  positions: LossOptions["correctorPositions"],
): tf.Tensor {
  const drawn = uniforms === undefined
    ? prediction.argMax()
    : drawTokens(prediction.logits(), uniforms);
  const y = tf.reshape(drawn, x0.shape);
  if (positions === "masked") return tf.where(tf.equal(zt, maskId), y, x0);
  return answer === undefined ? y : tf.where(tf.equal(answer, 1), y, x0);
}

/** `-weight · log p` where the input is wrong and `-weight · p` where it is right. */
function upweightedLoss(
  prediction: Prediction,
  { x0, correctorWeights }: LossBatch,
  y: tf.Tensor,
): tf.Tensor {
  const logP = prediction.logProbabilities(x0);
  const right = tf.cast(tf.equal(tf.reshape(y, [-1]), tf.reshape(x0, [-1])), "float32");
  const term = tf.add(tf.mul(right, tf.exp(logP)), tf.mul(tf.sub(1, right), logP));
  return tf.neg(tf.mul(correctorWeights!, term));
}

/**
 * Losses of masked diffusion and, where the batch has weights for it, of progressive
 * self-correction: the network's own output is fed back under stop-gradient and the network learns to
 * restore the clean tokens from it.
 *
 * Source: equations 4 and 8 of the paper, and its appendix for the options.
 *
 * @param predict What the network makes of tokens int32 `[batch, length]` in pass 0 or 1, the mask
 *   ruled out unless the parameterisation is `"softmax"`.
 */
export function positionLosses(
  predict: (tokens: tf.Tensor, pass: number) => Prediction,
  batch: LossBatch,
  maskId: number,
  options: LossOptions = {},
): PositionLosses {
  const { parameterization = "subs", correctorPositions = "all", upweightErrors } = options;
  const { x0, zt, mdmWeights, correctorWeights } = batch, denoised = predict(zt, 0);
  const mdm = parameterization === "plain"
    ? plainLoss(denoised.raw(), batch, maskId)
    : denoised.crossEntropy(x0, mdmWeights);
  if (correctorWeights === undefined) return { mdm };
  const y = detached(() => correctorInput(denoised, batch, maskId, correctorPositions));
  const corrected = predict(y, 1);
  const corrector = upweightErrors
    ? upweightedLoss(corrected, batch, y)
    : corrected.crossEntropy(x0, correctorWeights);
  return { mdm, corrector, y };
}
