/** A mean over repetitions with its standard error. */
export interface Estimate {
  /** Mean over the repetitions. */
  readonly mean: number;
  /** Standard error of the mean; `null` where one repetition alone gives none. */
  readonly se: number | null;
}

/** Mean of some numbers; `NaN` of none. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Share of successes and its binomial standard error. */
export function estimateShare(successes: number, trials: number): Estimate {
  const mean = successes / trials;
  return { mean, se: Math.sqrt(mean * (1 - mean) / trials) };
}

/** Mean and standard error (sample standard deviation over √n) of `values`; `null` if empty. */
export function estimate(values: readonly number[]): Estimate | null {
  const n = values.length;
  if (n === 0) return null;
  const mean = meanOf(values);
  if (n === 1) return { mean, se: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, se: Math.sqrt(squares / (n - 1) / n) };
}

/**
 * Quantile by linear interpolation between order statistics (type 7, the default of NumPy and R);
 * `null` if `values` is empty.
 *
 * @throws {RangeError} If `probability` lies outside [0, 1].
 */
export function quantile(values: readonly number[], probability: number): number | null {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(
      `Cannot take a quantile: probability must be in [0, 1]: got ${probability}`,
    );
  }
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const low = sorted[below]!, high = sorted[Math.ceil(position)]!;
  return low + (high - low) * (position - below);
}
