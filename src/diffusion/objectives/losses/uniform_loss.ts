import * as tf from "@tensorflow/tfjs-core";
import { oneHotTokens, pick, withoutMask } from "./predictions.ts";

/** Keeps logarithms finite where a posterior is 0. */
const TINY = 1e-30;

/** What the loss of uniform diffusion reads of a batch. */
export interface UniformLossBatch {
  /** Clean tokens, int32 `[batch, length]`. */
  readonly x0: tf.Tensor;
  /** Noisy tokens, int32 `[batch, length]`. */
  readonly zt: tf.Tensor;
  /** Weight of each position: `-alpha' / (1 - alpha)`, or `T`; `[batch · length]`. */
  readonly weights: tf.Tensor;
  /** Chance of each position to be noise, `[batch · length]`. */
  readonly moveChance: tf.Tensor;
  /** The same one step earlier; without it time is continuous. */
  readonly moveChanceBefore?: tf.Tensor;
}

const column = (x: tf.Tensor) => tf.expandDims(x, -1);

/** Equation 18 of UDLM at every position, `[batch · length]`, but for its weight. */
function continuousLoss(
  xTheta: tf.Tensor,
  clean: tf.Tensor,
  noisy: tf.Tensor,
  moveChance: tf.Tensor,
  states: number,
): tf.Tensor {
  const alpha = tf.sub(1, moveChance), scale = tf.mul(alpha, states);
  const same = pick(clean, noisy);
  // x̄ = N α x + (1 − α) for the clean token and for the prediction.
  const logBarTheta = tf.log(tf.add(tf.mul(column(scale), xTheta), column(moveChance)));
  const barAtZ = tf.add(tf.mul(scale, same), moveChance), logBarAtZ = tf.log(barAtZ);
  const logThetaAtZ = pick(logBarTheta, noisy);
  const most = tf.add(scale, moveChance), logRest = tf.log(moveChance);
  // Sums over all states of x̄ log x̄ and of x̄ log x̄_θ; the mask is no state.
  const entropy = tf.add(
    tf.mul(most, tf.log(most)),
    tf.mul(tf.mul(moveChance, states - 1), logRest),
  );
  const cross = tf.add(
    tf.mul(moveChance, tf.sub(tf.sum(logBarTheta, -1), logRest)),
    tf.mul(scale, pick(logBarTheta, clean)),
  );
  const sum = tf.div(
    tf.add(tf.mul(tf.sub(logThetaAtZ, logBarAtZ), states), tf.sub(entropy, cross)),
    barAtZ,
  );
  const difference = tf.sub(tf.div(states, barAtZ), tf.div(states, tf.exp(logThetaAtZ)));
  // α'/(N α) = −weight (1 − α)/(N α), and the weight is applied by the caller.
  return tf.mul(tf.div(moveChance, scale), tf.sub(sum, difference));
}

/** Equation 12 of UDLM: q(z_s | z_t, x), `[batch · length, vocab]`. */
function posterior(
  x: tf.Tensor,
  noisy: tf.Tensor,
  [moveChance, moveChanceBefore]: readonly [tf.Tensor, tf.Tensor],
  states: number,
  isState: tf.Tensor,
): tf.Tensor {
  const alphaT = tf.sub(1, moveChance), alphaS = tf.sub(1, moveChanceBefore);
  const alphaTS = tf.div(alphaT, alphaS), atZ = tf.mul(tf.mul(alphaT, states), pick(x, noisy));
  const floor = tf.div(tf.mul(tf.sub(1, alphaTS), moveChanceBefore), states);
  const numerator = tf.addN([
    tf.mul(column(tf.sub(tf.add(atZ, alphaTS), alphaT)), noisy),
    tf.mul(column(tf.sub(alphaS, alphaT)), x),
    tf.mul(column(floor), isState),
  ]);
  return tf.div(numerator, column(tf.add(atZ, moveChance)));
}

/**
 * Loss of uniform diffusion at every position: its continuous-time bound, or with `moveChanceBefore`
 * the divergence of one step's posteriors. The states are all tokens but the mask.
 *
 * Source: Schiff et al. 2024 (UDLM), equations 18 and 12.
 *
 * @param logits `[batch · length, vocab]`
 * @returns `[batch · length]`
 */
export function uniformLoss(logits: tf.Tensor, batch: UniformLossBatch, maskId: number): tf.Tensor {
  const { x0, zt, weights, moveChance, moveChanceBefore } = batch;
  const vocab = logits.shape[1]!, states = vocab - 1;
  const clean = oneHotTokens(x0, vocab), noisy = oneHotTokens(zt, vocab);
  const xTheta = tf.softmax(withoutMask(logits, maskId));
  if (moveChanceBefore === undefined) {
    return tf.mul(weights, continuousLoss(xTheta, clean, noisy, moveChance, states));
  }
  const isState = tf.tensor2d(
    Float32Array.from({ length: vocab }, (_, token) => Number(token !== maskId)),
    [1, vocab],
  );
  const levels = [moveChance, moveChanceBefore] as const;
  const q = posterior(clean, noisy, levels, states, isState);
  const p = posterior(xTheta, noisy, levels, states, isState);
  const logs = tf.sub(tf.log(tf.add(q, TINY)), tf.log(tf.add(p, TINY)));
  return tf.mul(weights, tf.sum(tf.mul(q, logs), -1));
}
