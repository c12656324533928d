import { softmax } from "../process/categorical.ts";

/**
 * Weighs probabilities by what a classifier says of each token, `p · exp(gamma · score)`, in place.
 *
 * @param probabilities `[vocab]`
 * @param scores `[vocab]` log-probabilities of the label, up to a constant.
 */
export function tiltProbabilities(
  probabilities: Float64Array,
  scores: ArrayLike<number>,
  gamma: number,
): Float64Array {
  for (let i = 0; i < probabilities.length; i++) {
    // A token that cannot be drawn has no score that counts.
    probabilities[i] = probabilities[i] === 0
      ? -Infinity
      : Math.log(probabilities[i]!) + gamma * scores[i]!;
  }
  return softmax(probabilities);
}
