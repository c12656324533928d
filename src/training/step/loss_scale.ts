import * as tf from "@tensorflow/tfjs-core";
import type { Precision } from "../../tensor/engines/precision.ts";
import type { TensorSpec } from "../../tensor/graph/graph.ts";
import { type Named, stateName } from "./layout.ts";

/** Names of the scale's parts in a training state. */
const SCALE = stateName("lossScale", "factor"), GOOD = stateName("lossScale", "goodSteps");

/** The first factor, and the steps without overflow after which it doubles. */
const INITIAL = 2 ** 16, PATIENCE = 2000;

/** Larger than any finite float32 is taken to be. */
const MOST = 3e38;

/** State by which gradients are kept from vanishing in float16; none in other types. */
export function lossScaleSpecs(precision: Precision = "float32"): Record<string, TensorSpec> {
  if (precision !== "float16") return {};
  const scalar = { shape: [], dtype: "float32" } as const;
  return { [SCALE]: scalar, [GOOD]: scalar };
}

/** Elements of that state before the first step, by its name; `undefined` of another. */
export function initialLossScale(name: string): Float32Array<ArrayBuffer> | undefined {
  return name === SCALE ? Float32Array.of(INITIAL) : undefined;
}

/** What the loss is multiplied by for its gradients; `undefined` where it is not. */
export function lossScale(state: Named<tf.Tensor>): tf.Tensor | undefined {
  return state[SCALE];
}

/** What an update leaves. */
interface Renewed {
  /** The norm of the gradients. */
  readonly gradientNorm: tf.Tensor;
  /** The new state. */
  readonly state: Named<tf.Tensor>;
}

/**
 * Leaves the state as it was where gradients overflowed, and halves the scale then; it doubles after many
 * steps without. The norm of such gradients is said to be 0.
 *
 * Source: Micikevicius et al. 2018, "Mixed precision training", section 3.2.
 */
export function skipOverflow(
  before: Named<tf.Tensor>,
  { gradientNorm, state }: Renewed,
): Renewed {
  const scale = before[SCALE], good = before[GOOD];
  if (scale === undefined || good === undefined) return { gradientNorm, state };
  // Neither infinity nor NaN is.
  const isFinite = tf.lessEqual(gradientNorm, MOST);
  const either = (a: tf.Tensor, b: tf.Tensor) => tf.where(isFinite, a, b);
  const count = tf.add(good, 1), isDue = tf.greaterEqual(count, PATIENCE);
  const kept = Object.entries(state).map(([name, next]) => [name, either(next, before[name]!)]);
  return {
    gradientNorm: either(gradientNorm, tf.zerosLike(gradientNorm)),
    state: {
      ...Object.fromEntries(kept),
      [SCALE]: either(
        tf.where(isDue, tf.mul(scale, 2), scale),
        tf.maximum(tf.mul(scale, 0.5), 1),
      ),
      [GOOD]: either(tf.where(isDue, tf.zerosLike(count), count), tf.zerosLike(count)),
    },
  };
}
