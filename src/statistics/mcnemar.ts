/** What {@linkcode mcnemarTest} finds. */
export interface McnemarResult {
  /** Problems that the first method alone solved. */
  readonly first: number;
  /** Problems that the second method alone solved. */
  readonly second: number;
  /** Chance of so uneven a split, or a more uneven one, if neither method is better (two-sided). */
  readonly p: number;
}

/**
 * McNemar's exact test between two methods on the same problems: of the problems that one of them
 * alone solved, each would be either's with chance ½ (McNemar 1947; the exact form is a two-sided
 * binomial test).
 *
 * @param first Whether the first method solved each problem.
 * @param second The same of the second method, in the same order.
 * @throws {RangeError} If the lengths differ.
 *
 * @example
 * ```ts
 * mcnemarTest([true, true, false], [true, false, false]); // { first: 1, second: 0, p: 1 }
 * ```
 */
export function mcnemarTest(first: readonly boolean[], second: readonly boolean[]): McnemarResult {
  if (first.length !== second.length) {
    throw new RangeError(
      `Cannot compare ${first.length} problems with ${second.length}: they must be the same ones`,
    );
  }
  const onlyFirst = first.filter((solved, i) => solved && !second[i]).length;
  const onlySecond = second.filter((solved, i) => solved && !first[i]).length;
  const n = onlyFirst + onlySecond, fewer = Math.min(onlyFirst, onlySecond);
  const p = Math.min(1, 2 * halfBinomialTail(n, fewer));
  return { first: onlyFirst, second: onlySecond, p };
}

/** P(X ≤ k) of a binomial of `n` trials with chance ½; by logarithms, so that no term overflows. */
function halfBinomialTail(n: number, k: number): number {
  let logChoose = 0, sum = 0;
  for (let i = 0; i <= k; i++) {
    sum += Math.exp(logChoose - n * Math.LN2);
    logChoose += Math.log(n - i) - Math.log(i + 1);
  }
  return sum;
}
