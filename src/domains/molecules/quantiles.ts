import type { PropertyStatistics } from "../../artifacts/metrics.ts";

/**
 * The quantile of ascending numbers, linear between the two nearest as in NumPy and R's type 7.
 *
 * @param sorted Ascending numbers, at least one.
 * @param share In [0, 1].
 * @throws {RangeError} If there are no numbers or the share is outside [0, 1].
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0 || !(share >= 0 && share <= 1)) {
    throw new RangeError(
      `Cannot take a quantile: needs numbers and a share in [0, 1]: got ${sorted.length} numbers, ` +
        `share ${share}`,
    );
  }
  const position = share * (sorted.length - 1);
  const low = Math.floor(position), high = Math.ceil(position);
  return sorted[low]! + (position - low) * (sorted[high]! - sorted[low]!);
}

/** Mean, standard error and quartiles of a sample; `null` where it is too small for them. */
export function summarise(values: readonly number[]): PropertyStatistics {
  const n = values.length;
  if (n === 0) return { n, mean: null, se: null, q1: null, median: null, q3: null };
  const sorted = Float64Array.from(values).sort();
  const mean = sorted.reduce((sum, x) => sum + x, 0) / n;
  const squares = sorted.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return {
    n,
    mean,
    se: n < 2 ? null : Math.sqrt(squares / (n - 1) / n),
    q1: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    q3: quantile(sorted, 0.75),
  };
}
