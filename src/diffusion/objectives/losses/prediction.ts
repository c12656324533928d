import * as tf from "@tensorflow/tfjs-core";
import { crossEntropy } from "../../../tensor/ops/cross_entropy.ts";
import {
  type Head,
  headLogits,
  linearArgMax,
  linearLogProbabilities,
} from "../../../tensor/ops/linear_log_probabilities.ts";
import { maskPenalty, oneHotTokens, pick, withoutMask } from "./predictions.ts";

/** What a network predicts for each position of a batch, the mask ruled out or left in. */
export interface Prediction {
  /** Logits `[batch · length, vocab]` as the network gives them, the mask not ruled out. */
  raw(): tf.Tensor;
  /** Logits `[batch · length, vocab]`. */
  logits(): tf.Tensor;
  /** Most probable tokens, int32 `[batch · length]`. */
  argMax(): tf.Tensor;
  /**
   * Log-probabilities of tokens, `[batch · length]`.
   *
   * @param targets int32, of any shape.
   */
  logProbabilities(targets: tf.Tensor): tf.Tensor;
  /**
   * Weighted cross-entropy of each position, `[batch · length]`.
   *
   * @param targets int32, of any shape.
   * @param weights `[batch · length]`
   */
  crossEntropy(targets: tf.Tensor, weights: tf.Tensor): tf.Tensor;
}

/**
 * The prediction that logits `[batch · length, vocab]` make.
 *
 * @param maskId The token that is ruled out. @default {none}
 */
export function predictionOfLogits(raw: tf.Tensor, maskId?: number): Prediction {
  const logits = maskId === undefined ? raw : withoutMask(raw, maskId);
  return {
    raw: () => raw,
    logits: () => logits,
    argMax: () => tf.argMax(logits, -1),
    logProbabilities: (targets) =>
      pick(tf.logSoftmax(logits), oneHotTokens(targets, logits.shape[1]!)),
    crossEntropy: (targets, weights) =>
      crossEntropy(logits, oneHotTokens(targets, logits.shape[1]!), weights),
  };
}

/** A head that never predicts the mask token. */
function headWithoutMask({ features, weight, bias }: Head, maskId: number): Head {
  const penalty = maskPenalty(weight.shape[0]!, maskId);
  return { features, weight, bias: bias === undefined ? penalty : tf.add(bias, penalty) };
}

/**
 * The prediction of a network with a vocabulary so large that its logits are not held all at once.
 *
 * @param maskId The token that is ruled out. @default {none}
 */
export function predictionOfHead(head: Head, maskId?: number): Prediction {
  const own = maskId === undefined ? head : headWithoutMask(head, maskId);
  const raw = () => headLogits(head);
  const logProbabilities = (targets: tf.Tensor) =>
    linearLogProbabilities(own, tf.reshape(targets, [-1]));
  return {
    raw,
    logits: () => maskId === undefined ? raw() : withoutMask(raw(), maskId),
    argMax: () => linearArgMax(own),
    logProbabilities,
    crossEntropy: (targets, weights) => tf.neg(tf.mul(weights, logProbabilities(targets))),
  };
}
