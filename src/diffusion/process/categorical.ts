import { philox } from "../../random/philox.ts";
import type { RandomKey } from "../../random/key.ts";

/**
 * A float64 with 53 random bits, uniform in [0, 1), that depends on its address alone: a row draws
 * the same numbers in whichever batch it is evaluated.
 *
 * @param lane 0 or 1, for two independent numbers at one address. @default {0}
 */
export function uniformAt(
  key: RandomKey,
  row: number,
  step: number,
  position: number,
  lane: 0 | 1 = 0,
): number {
  const words = philox(key, [position, step, row, 0]);
  const high = words[2 * lane]! >>> 5, low = words[2 * lane + 1]! >>> 6;
  return (high * 2 ** 26 + low) / 2 ** 53;
}

/** Index of the largest value; the first of equals. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/** Nats by which logits differ that no rounding makes equal probabilities of. */
const APART = 1e-9;

/**
 * The token that a softmax finds the most probable, the first of equals, told by logits alone;
 * `undefined` where rounding might make equals of tokens whose logits differ.
 *
 * @param temperature Divides the logits before the softmax.
 */
export function mostProbable(logits: Float64Array, temperature: number): number | undefined {
  let best = 0, lead = Infinity;
  for (let token = 1; token < logits.length; token++) {
    if (!(logits[token]! > logits[best]!)) continue;
    // No token before was above the one that is overtaken.
    lead = logits[token]! - logits[best]!;
    best = token;
  }
  return lead > APART * temperature ? best : undefined;
}

/** The largest value; `-Infinity` of none. */
function largest(values: Float64Array): number {
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) if (values[i]! > max) max = values[i]!;
  return max;
}

/** Logarithm of the sum of all exponentials. */
export function logSumExp(values: Float64Array): number {
  const max = largest(values);
  let sum = 0;
  for (const value of values) sum += Math.exp(value - max);
  return max + Math.log(sum);
}

/** Turns log-probabilities up to a constant into probabilities, in place. */
export function softmax(values: Float64Array): Float64Array {
  const max = largest(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] = Math.exp(values[i]! - max);
  for (let i = 0; i < values.length; i++) values[i]! /= sum;
  return values;
}

/**
 * Draws a token by inverting the cumulative distribution in float64.
 *
 * Gumbel noise would need a logarithm for each token of the vocabulary to the same effect. Float32
 * noise would truncate the tail and act like a lower temperature (Zheng et al. 2024).
 *
 * @param probabilities `[vocab]`, adding up to 1.
 * @param uniform In [0, 1).
 */
export function drawCategorical(probabilities: ArrayLike<number>, uniform: number): number {
  let cumulative = 0, last = 0;
  for (let token = 0; token < probabilities.length; token++) {
    if (probabilities[token] === 0) continue;
    cumulative += probabilities[token]!;
    last = token;
    if (uniform < cumulative) return token;
  }
  // Rounding can leave the sum a little below 1.
  return last;
}
