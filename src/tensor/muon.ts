import * as tf from "@tensorflow/tfjs-core";
import { squareSum } from "./ops/square_sum.ts";

/** Constants of Muon. */
export interface MuonOptions {
  /** Decay of the mean of gradients. @default {0.95} */
  readonly momentum?: number;
  /** Decoupled weight decay. @default {0} */
  readonly weightDecay?: number;
  /** Newton–Schulz iterations. @default {5} */
  readonly iterations?: number;
}

// Coefficients of the quintic iteration; they push every singular value to about 1.
const A = 3.4445, B = -4.775, C = 2.0315;

/** Root mean square of an update's elements: that of AdamW, so that both take one learning rate. */
const UPDATE_RMS = 0.2;

/**
 * Replaces the singular values of a matrix by values near 1, with matrix products alone.
 *
 * Source: Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks".
 *
 * @param x `[rows, columns]`
 */
export function orthogonalize(x: tf.Tensor, iterations = 5): tf.Tensor {
  const isTall = x.shape[0] > x.shape[1]!;
  const wide = isTall ? tf.transpose(x) : x;
  let y: tf.Tensor = tf.div(wide, tf.add(tf.sqrt(squareSum(wide)), 1e-7));
  for (let i = 0; i < iterations; i++) {
    const gram = tf.matMul(y, y, false, true);
    const polynomial = tf.add(tf.mul(gram, B), tf.mul(tf.matMul(gram, gram), C));
    y = tf.add(tf.mul(y, A), tf.matMul(polynomial, y));
  }
  return isTall ? tf.transpose(y) : y;
}

/** A matrix with the running mean of its gradients. */
export interface MuonState {
  /** The parameter, `[rows, columns]`. */
  readonly parameter: tf.Tensor;
  /** Mean of gradients, not normalised. */
  readonly mean: tf.Tensor;
}

/**
 * One Muon update with Nesterov momentum.
 *
 * Source: Jordan et al. 2024; the scale of the update from Liu et al. 2025, "Muon is scalable for LLM
 * training".
 *
 * @param learningRate A scalar.
 */
export function muon(
  state: MuonState,
  gradient: tf.Tensor,
  learningRate: tf.Tensor,
  options: MuonOptions = {},
): MuonState {
  const { momentum = 0.95, weightDecay = 0, iterations = 5 } = options;
  const mean = tf.add(tf.mul(state.mean, momentum), gradient);
  const direction = orthogonalize(tf.add(tf.mul(mean, momentum), gradient), iterations);
  const scale = UPDATE_RMS * Math.sqrt(Math.max(...gradient.shape));
  const kept = weightDecay === 0
    ? state.parameter
    : tf.mul(state.parameter, tf.sub(1, tf.mul(learningRate, weightDecay)));
  return { parameter: tf.sub(kept, tf.mul(direction, tf.mul(learningRate, scale))), mean };
}
