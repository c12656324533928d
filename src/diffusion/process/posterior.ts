/** Noise levels between which a step goes, from time t to the earlier time s. */
export interface Transition {
  /** Probability of being clean at t. */
  readonly alphaT: number;
  /** Probability of being clean at s. */
  readonly alphaS: number;
  /** Probability that a token which is unmasked at t is masked again at s (ReMDM). @default {0} */
  readonly sigma?: number;
}

/**
 * Probability that a token which is masked at t still is at s,
 * `(1 - alphaS - sigma · alphaT) / (1 - alphaT)`.
 *
 * Source: Sahoo et al. 2024, equation 7 (sigma = 0); Wang et al. 2025 (ReMDM), equation 5.
 */
export function stayMaskedChance({ alphaT, alphaS, sigma = 0 }: Transition): number {
  return Math.max(0, (1 - alphaS - sigma * alphaT) / (1 - alphaT));
}

/**
 * Writes the posterior q(z_s | z_t, x_theta) of uniform diffusion at one position. The noise is
 * uniform over the tokens other than the mask.
 *
 * Source: Schiff et al. 2024 (UDLM), equation 12.
 *
 * @param out `[vocab]`
 * @param xTheta `[vocab]` probabilities, that of the mask 0.
 * @param token The token at t.
 */
export function uniformPosterior(
  out: Float64Array,
  xTheta: ArrayLike<number>,
  token: number,
  { alphaT, alphaS }: Transition,
  maskId: number,
): Float64Array {
  const states = out.length - 1, alphaTS = alphaT / alphaS;
  const norm = states * alphaT * xTheta[token]! + 1 - alphaT;
  const floor = (1 - alphaTS) * (1 - alphaS) / states;
  for (let i = 0; i < out.length; i++) out[i] = ((alphaS - alphaT) * xTheta[i]! + floor) / norm;
  out[token]! += (states * alphaT * xTheta[token]! + alphaTS - alphaT) / norm;
  out[maskId] = 0;
  return out;
}
