import { stayMaskedChance, type Transition } from "../process/posterior.ts";

/**
 * Writes the posterior q(z_s | z_t, x_theta) of masked diffusion at one position: a masked token
 * takes a value from `xTheta` or stays masked, an unmasked one stays or, if sigma > 0, is masked.
 *
 * The samplers draw from it without writing it: they first decide between mask and value, and need
 * `xTheta` only where a value is drawn.
 *
 * @param out `[vocab]`
 * @param xTheta `[vocab]` probabilities, that of the mask 0.
 * @param token The token at t.
 */
export function maskedPosterior(
  out: Float64Array,
  xTheta: ArrayLike<number>,
  token: number,
  transition: Transition,
  maskId: number,
): Float64Array {
  if (token !== maskId) {
    const sigma = transition.sigma ?? 0;
    out.fill(0);
    out[token] = 1 - sigma;
    out[maskId] = sigma;
    return out;
  }
  const stay = stayMaskedChance(transition);
  for (let i = 0; i < out.length; i++) out[i] = (1 - stay) * xTheta[i]!;
  out[maskId] = stay;
  return out;
}
