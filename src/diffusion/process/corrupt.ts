import type { RandomStream } from "../../random/mod.ts";

/**
 * Masks each token with its sequence's probability.
 *
 * @param x0 Clean tokens `[batch, length]`
 * @param moveChance Probability of each sequence's tokens to be masked, `[batch]`
 * @param zt Receives the partly masked tokens `[batch, length]`
 */
export function corrupt(
  x0: Int32Array,
  moveChance: Float64Array,
  maskId: number,
  stream: RandomStream,
  zt: Int32Array,
): void {
  const length = x0.length / moveChance.length;
  for (let i = 0; i < x0.length; i++) {
    zt[i] = stream.uniform() < moveChance[Math.floor(i / length)]! ? maskId! : x0[i]!;
  }
}

/**
 * Replaces each token, with its sequence's probability, by one that is uniform over all tokens but the
 * mask; it may be the same again.
 *
 * Source: Schiff et al. 2024 (UDLM), equation 9.
 *
 * @param x0 Clean tokens `[batch, length]`
 * @param moveChance Probability of each sequence's tokens to be replaced, `[batch]`
 * @param vocab Tokens, the mask included.
 * @param zt Receives the noisy tokens `[batch, length]`
 */
export function corruptUniformly(
  x0: Int32Array,
  moveChance: Float64Array,
  { vocab, maskId }: { readonly vocab: number; readonly maskId: number },
  stream: RandomStream,
  zt: Int32Array,
): void {
  const length = x0.length / moveChance.length;
  for (let i = 0; i < x0.length; i++) {
    const token = stream.integer(vocab - 1);
    const moves = stream.uniform() < moveChance[Math.floor(i / length)]!;
    zt[i] = moves ? (token < maskId ? token! : token + 1) : x0[i]!;
  }
}
