/** A figure with its standard error. */
export interface RatioEstimate {
  /** The figure. */
  readonly value: number;
  /** Its standard error; `null` where one text alone gives none. */
  readonly se: number | null;
}

/**
 * A ratio of two sums over texts, such as nats by tokens, with the standard error that the spread of the
 * texts gives it (linearised).
 *
 * Source: Cochran 1977, "Sampling techniques", chapter 6.
 *
 * @param over Numerator of each text.
 * @param under Denominator of each text, at least one of which is not 0.
 */
export function ratioOfSums(over: ArrayLike<number>, under: ArrayLike<number>): RatioEstimate {
  const n = over.length;
  let above = 0, below = 0;
  for (let i = 0; i < n; i++) {
    above += over[i]!;
    below += under[i]!;
  }
  const value = above / below;
  if (n < 2) return { value, se: null };
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (over[i]! - value * under[i]!) ** 2;
  return { value, se: Math.sqrt(squares * n / (n - 1)) / below };
}

/** The mean of one number a text. */
export function meanOf(values: ArrayLike<number>): RatioEstimate {
  return ratioOfSums(values, new Uint8Array(values.length).fill(1));
}

/** The exponential of an estimate. */
export function exponential({ value, se }: RatioEstimate): RatioEstimate {
  const grown = Math.exp(value);
  return { value: grown, se: se === null ? null : grown * se };
}
