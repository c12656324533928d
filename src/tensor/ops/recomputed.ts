import * as tf from "@tensorflow/tfjs-core";

/** What a function that is computed anew reads beside its argument. */
export interface RecomputedOperands {
  /** Tensors whose gradients are asked for. */
  readonly moved: readonly tf.Tensor[];
  /** Tensors without gradients that would be gone by the time of the way back. @default {[]} */
  readonly kept?: readonly tf.Tensor[];
}

/** 0, but known only once the tensors are. */
function zeroAfter(tensors: readonly tf.Tensor[]): tf.Tensor {
  const firsts = tensors.map((x) => tf.slice(tf.reshape(x, [-1]), [0], [1]));
  const sum = tf.sum(firsts.length === 1 ? firsts[0]! : tf.concat(firsts));
  // A multiplication by 0 would be simplified away.
  return tf.minimum(tf.maximum(sum, 0), 0);
}

/** Gradients of `compute` within a way back, whose tape tfjs would throw away. */
function gradientsWithin(
  compute: (...operands: tf.Tensor[]) => tf.Tensor,
  operands: tf.Tensor[],
  dy: tf.Tensor,
): tf.Tensor[] {
  const { state } = tf.engine(), { activeTape } = state;
  try {
    return tf.grads(compute)(operands, dy);
  } finally {
    state.activeTape = activeTape;
  }
}

/**
 * Applies a function of which nothing is kept for its gradient but what it reads: the way back computes
 * it anew. With `n` layers in `√n` such functions memory grows with `√n`.
 *
 * Source: Chen et al. 2016, "Training deep nets with sublinear memory cost".
 */
export function recomputed(
  compute: (x: tf.Tensor, moved: readonly tf.Tensor[], kept: readonly tf.Tensor[]) => tf.Tensor,
  x: tf.Tensor,
  { moved, kept = [] }: RecomputedOperands,
): tf.Tensor {
  const count = moved.length;
  const apply = tf.customGrad((...all) => {
    const save = all.pop() as unknown as (tensors: tf.Tensor[]) => void;
    const [x, ...own] = all as [tf.Tensor, ...tf.Tensor[]];
    save([x, ...own, ...kept]);
    return {
      value: compute(x, own, kept),
      gradFunc(dy: tf.Tensor, saved: tf.Tensor[]) {
        const [x, ...rest] = saved as [tf.Tensor, ...tf.Tensor[]];
        const own = rest.slice(0, count), kept = rest.slice(count);
        // Not before the gradient is there: a compiled program would else compute it at once and keep it.
        const later = tf.add(x, zeroAfter([dy]));
        const [dx, ...gradients] = gradientsWithin(
          (x, ...own) => compute(x!, own, kept),
          [later, ...own],
          dy,
        );
        // Nor does the way go on before all gradients of here are there, which what is anew is kept for.
        const done = gradients.length === 0 ? dx! : tf.add(dx!, zeroAfter(gradients));
        return [done, ...gradients];
      },
    };
  });
  return apply(x, ...moved);
}
