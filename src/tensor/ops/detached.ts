import * as tf from "@tensorflow/tfjs-core";

/**
 * Computes a tensor through which no gradient flows back, whatever it is computed from. tfjs has no
 * such operation and fails where a path leads through one without a gradient, such as argmax.
 */
export function detached(compute: () => tf.Tensor): tf.Tensor {
  // What a custom gradient computes inside is not recorded: only its argument is its origin.
  const origin = tf.scalar(0);
  return tf.customGrad((origin) => ({
    value: compute(),
    gradFunc: () => tf.zerosLike(origin as tf.Tensor),
  }))(origin);
}
