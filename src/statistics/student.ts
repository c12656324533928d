/** 0.975 quantiles of Student's t by degrees of freedom, from 1. */
const QUANTILES = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
/** That of the normal distribution. */
const NORMAL = 1.96;

/**
 * How many standard errors a 95% interval reaches to either side: the 0.975 quantile of Student's t,
 * of the normal distribution where nothing is known of the spread over repetitions.
 *
 * @param freedom Degrees of freedom; those beyond ten count as ten.
 */
export function studentQuantile(freedom: number): number {
  return freedom === 0 ? NORMAL : QUANTILES[freedom - 1] ?? QUANTILES.at(-1)!;
}
