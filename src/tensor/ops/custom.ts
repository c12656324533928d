import * as tf from "@tensorflow/tfjs-core";

/** A value with the function that takes its gradient back to the argument's. */
export interface Differentiable {
  /** The result. */
  readonly value: tf.Tensor;
  /** Maps the result's gradient, and what `save` kept, to the argument's gradient. */
  gradient(dy: tf.Tensor, saved: readonly tf.Tensor[]): tf.Tensor;
}

/**
 * Applies a function of one tensor whose gradient is written by hand.
 *
 * Tensors from outside that the gradient needs must be saved too: tfjs disposes of them before the
 * backward pass.
 */
export function differentiable(
  x: tf.Tensor,
  compute: (x: tf.Tensor, save: (tensors: tf.Tensor[]) => void) => Differentiable,
): tf.Tensor {
  return tf.customGrad((input, save) => {
    const { value, gradient } = compute(input as tf.Tensor, save as (t: tf.Tensor[]) => void);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => gradient(dy, saved),
    };
  })(x);
}
