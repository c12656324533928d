import * as tf from "@tensorflow/tfjs-core";
import { squareSum } from "../ops/square_sum.ts";

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
