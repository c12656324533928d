import * as tf from "@tensorflow/tfjs-core";
import { squareSum } from "../ops/square_sum.ts";

/** Constants of AdamW. */
export interface AdamWOptions {
  /** Decay of the mean of gradients. @default {0.9} */
  readonly beta1?: number;
  /** Decay of the mean of squared gradients. @default {0.999} */
  readonly beta2?: number;
  /** Added to the denominator. @default {1e-8} */
  readonly epsilon?: number;
  /** Decoupled weight decay. @default {0} */
  readonly weightDecay?: number;
}

/** A parameter with its running means; all of one shape. */
export interface AdamWState {
  /** The parameter. */
  readonly parameter: tf.Tensor;
  /** Mean of gradients. */
  readonly mean: tf.Tensor;
  /** Mean of squared gradients. */
  readonly square: tf.Tensor;
}

/** Scalars of an update. */
export interface AdamWScalars {
  /** Learning rate. */
  readonly learningRate: tf.Tensor;
  /** Number of this update, from 1. */
  readonly step: tf.Tensor;
  /** What the gradient is to be multiplied by. */
  readonly factor: tf.Tensor;
}

/**
 * One AdamW update.
 *
 * Source: Loshchilov & Hutter 2019, algorithm 2.
 */
export function adamw(
  state: AdamWState,
  gradient: tf.Tensor,
  { learningRate, step, factor }: AdamWScalars,
  options: AdamWOptions = {},
): AdamWState {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  // Clipping is folded into the weights of the means: at d = 768 each pass over the parameters tells.
  const share1 = tf.mul(factor, 1 - beta1), share2 = tf.mul(tf.square(factor), 1 - beta2);
  const mean = tf.add(tf.mul(state.mean, beta1), tf.mul(gradient, share1));
  const square = tf.add(tf.mul(state.square, beta2), tf.mul(tf.square(gradient), share2));
  // The bias corrections are folded into two scalars, so that no full-size tensor is divided twice.
  const correction1 = tf.sub(1, tf.pow(tf.scalar(beta1), step));
  const correction2 = tf.sqrt(tf.sub(1, tf.pow(tf.scalar(beta2), step)));
  const rate = tf.div(tf.mul(learningRate, correction2), correction1);
  const denominator = tf.add(tf.sqrt(square), tf.mul(correction2, epsilon));
  const kept = weightDecay === 0
    ? state.parameter
    : tf.mul(state.parameter, tf.sub(1, tf.mul(learningRate, weightDecay)));
  return { parameter: tf.sub(kept, tf.mul(tf.div(mean, denominator), rate)), mean, square };
}

/**
 * Factor that brings gradients to a global norm of at most `maxNorm`.
 *
 * @returns Scalars: the norm before and the factor.
 */
export function clipByGlobalNorm(
  gradients: readonly tf.Tensor[],
  maxNorm: number,
): { norm: tf.Tensor; factor: tf.Tensor } {
  // Not addN: on WebGPU it silently returns garbage for more tensors than a shader can bind.
  const norm = tf.sqrt(gradients.map(squareSum).reduce((sum, square) => tf.add(sum, square)));
  return { norm, factor: tf.minimum(1, tf.div(maxNorm, tf.add(norm, 1e-6))) };
}
