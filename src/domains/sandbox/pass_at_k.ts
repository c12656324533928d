/**
 * Estimates pass@k, the chance that at least one of `k` completions passes, from `passed` of `samples`
 * completions without bias: 1 − C(n − c, k) / C(n, k), multiplied out so that nothing overflows (Chen et
 * al. 2021, arXiv:2107.03374, equation 1).
 *
 * @param samples Completions drawn for the problem, n.
 * @param passed How many of them passed, c.
 * @param k Completions that may be tried.
 * @throws {RangeError} If not `0 ≤ passed ≤ samples` and `1 ≤ k ≤ samples`, all integers.
 *
 * @example
 * ```ts
 * passAtK(2, 1, 1); // 0.5
 * ```
 */
export function passAtK(samples: number, passed: number, k: number): number {
  for (const [name, value] of Object.entries({ samples, passed, k })) {
    if (!Number.isInteger(value)) {
      throw new RangeError(`Cannot estimate pass@k: ${name} must be an integer: got ${value}`);
    }
  }
  if (passed < 0 || passed > samples) {
    throw new RangeError(
      `Cannot estimate pass@k: passed must lie between 0 and samples (${samples}): got ${passed}`,
    );
  }
  if (k < 1 || k > samples) {
    throw new RangeError(
      `Cannot estimate pass@k: k must lie between 1 and samples (${samples}): got ${k}`,
    );
  }
  let allFail = 1;
  for (let i = samples - passed + 1; i <= samples; i++) allFail *= Math.max(0, 1 - k / i);
  return 1 - allFail;
}
