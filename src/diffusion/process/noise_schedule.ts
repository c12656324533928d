/** How fast tokens are masked: `alphaT` is the probability that a token is still clean at time t. */
export interface NoiseSchedule {
  /** Name that pipeline files use. */
  readonly name: NoiseScheduleName;
  /** Probability of staying clean, falling from about 1 at t = 0 to about 0 at t = 1. */
  alpha(t: number): number;
  /** Probability of being masked, `1 - alpha(t)`, to the last digit. */
  moveChance(t: number): number;
  /** Weight of the continuous-time loss, `-alpha'(t) / (1 - alpha(t))`. */
  lossWeight(t: number): number;
  /** The time at which a token has been masked with this probability, `1 - alpha(t)`. */
  timeAt(moveChance: number): number;
}

// The bounds of the released configuration for noise that is linear in sigma = -log(alpha).
const SIGMA_MIN = 1e-3, SIGMA_MAX = 7;

const SCHEDULES = {
  "log-linear": {
    alpha: (t) => 1 - t,
    moveChance: (t) => t,
    lossWeight: (t) => 1 / t,
    timeAt: (moveChance) => moveChance,
  },
  linear: {
    alpha: (t) => Math.exp(-SIGMA_MIN - t * (SIGMA_MAX - SIGMA_MIN)),
    moveChance: (t) => -Math.expm1(-SIGMA_MIN - t * (SIGMA_MAX - SIGMA_MIN)),
    lossWeight: (t) =>
      (SIGMA_MAX - SIGMA_MIN) / Math.expm1(SIGMA_MIN + t * (SIGMA_MAX - SIGMA_MIN)),
    timeAt: (moveChance) => (-Math.log1p(-moveChance) - SIGMA_MIN) / (SIGMA_MAX - SIGMA_MIN),
  },
  cosine: {
    alpha: (t) => Math.cos(t * Math.PI / 2),
    // 1 - cos, written so that it keeps its digits near t = 0.
    moveChance: (t) => 2 * Math.sin(t * Math.PI / 4) ** 2,
    // sin / (1 - cos) of the angle, written so that it keeps its digits near t = 0.
    lossWeight: (t) => (Math.PI / 2) / Math.tan(t * Math.PI / 4),
    timeAt: (moveChance) => Math.acos(1 - moveChance) * 2 / Math.PI,
  },
  polynomial: {
    alpha: (t) => 1 - t ** 2,
    moveChance: (t) => t ** 2,
    lossWeight: (t) => 2 / t,
    timeAt: (moveChance) => Math.sqrt(moveChance),
  },
} satisfies Readonly<Record<NoiseScheduleName, Omit<NoiseSchedule, "name">>>;

/** Name of a noise schedule. */
export type NoiseScheduleName = "log-linear" | "linear" | "cosine" | "polynomial";

/** Names of the noise schedules. */
export const NOISE_SCHEDULES = Object.keys(SCHEDULES) as [
  NoiseScheduleName,
  ...NoiseScheduleName[],
];

/**
 * A noise schedule by its name.
 *
 * - `log-linear`, the paper's: `alpha = 1 - t`.
 * - `linear` in sigma: `alpha = exp(-sigma)`, sigma from 0.001 to 7.
 * - `cosine`: `alpha = cos(pi t / 2)`.
 * - `polynomial`: `alpha = 1 - t²`.
 *
 * Source: Sahoo et al. 2024 (MDLM), and Shi et al. 2024 (MD4) for the polynomial.
 */
export function noiseSchedule(name: NoiseScheduleName): NoiseSchedule {
  return { name, ...SCHEDULES[name] };
}

/**
 * Times of `T` equal unmasking steps, `[T + 1]` from 1 down to 0.
 *
 * The released sampler stops at 1e-5, which leaves a token masked once in 100,000/T times; at 0 the
 * last step unmasks all that remains.
 *
 * @throws {RangeError} If `T` is no positive integer.
 */
export function timeGrid(T: number): Float64Array {
  if (!Number.isSafeInteger(T) || T < 1) {
    throw new RangeError(`Cannot divide time: T must be a positive integer: got ${T}`);
  }
  return Float64Array.from({ length: T + 1 }, (_, step) => (T - step) / T);
}
