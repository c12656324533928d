import type { RandomStream } from "../../random/mod.ts";
import { type NoiseSchedule, noiseSchedule } from "./noise_schedule.ts";

/** How the noise levels of a batch are drawn, and what that makes of the loss. */
export interface NoiseLevelOptions {
  /** Noise schedule. @default {noiseSchedule("log-linear")} */
  readonly noise?: NoiseSchedule;
  /** Earliest time; the paper trains on [0.1, 1]. Without effect where there is a `T`. @default {0.1} */
  readonly tMin?: number;
  /** Whether the times of a batch are spread evenly over the range. @default {true} */
  readonly antithetic?: boolean;
  /**
   * Whether times are drawn in proportion to the loss weight, so that all weights are equal; the loss
   * has the same mean.
   *
   * @default {false}
   */
  readonly importance?: boolean;
  /** Draws one of the times 1/T, 2/T … 1 of a process of `T` steps. @default {undefined} */
  readonly T?: number;
}

/** Noise levels of the sequences of a batch, each `[batch]`. */
export interface NoiseLevels {
  /** Probability that a token is noise at the drawn time. */
  readonly moveChance: Float64Array;
  /** The same one step earlier; only where there is a `T`. */
  readonly moveChanceBefore?: Float64Array;
  /**
   * Weight of the loss: `-alpha' / (1 - alpha)` in continuous time, corrected for importance sampling;
   * where there is a `T`, that of the loss of one of the `T` steps, `T`.
   */
  readonly weight: Float64Array;
}

/**
 * Checks how noise levels are drawn.
 *
 * @throws {RangeError} If an option is out of range or two contradict each other.
 */
export function checkNoiseLevels({ tMin = 0.1, importance, T }: NoiseLevelOptions): void {
  if (!(tMin > 0 && tMin < 1)) {
    throw new RangeError(`Cannot draw times: tMin must be in (0, 1): got ${tMin}`);
  }
  if (T === undefined) return;
  if (!Number.isSafeInteger(T) || T < 1) {
    throw new RangeError(`Cannot draw times: T must be a positive integer: got ${T}`);
  }
  if (importance) {
    throw new RangeError(
      "Cannot draw times: importance sampling is for continuous time, leave T out",
    );
  }
}

/**
 * Draws a time for each sequence of a batch and tells the noise levels there.
 *
 * Source: section 3 of the paper's appendix; Sahoo et al. 2024 (MDLM) for importance sampling and T
 * steps; antithetic sampling after Kingma et al. 2021 (VDM).
 */
export function drawNoiseLevels(
  batchSize: number,
  stream: RandomStream,
  options: NoiseLevelOptions = {},
): NoiseLevels {
  const { noise = noiseSchedule("log-linear"), tMin = 0.1, antithetic = true } = options;
  const { importance = false, T } = options;
  const spread = Float64Array.from({ length: batchSize }, (_, i) => {
    const u = stream.uniform();
    return antithetic ? (u + i) / batchSize : u;
  });
  if (T !== undefined) {
    const steps = spread.map((u) => Math.floor(u * T) + 1);
    return {
      moveChance: steps.map((step) => noise.moveChance(step / T)),
      // A process of T steps ends in clean tokens, whatever the schedule leaves at time 0.
      moveChanceBefore: steps.map((step) => step === 1 ? 0 : noise.moveChance((step - 1) / T)),
      weight: steps.fill(T),
    };
  }
  if (importance) {
    // The weight is the derivative of log(moveChance), so that draws in proportion to it are
    // uniform there.
    const lowest = Math.log(noise.moveChance(tMin)), highest = Math.log(noise.moveChance(1));
    return {
      moveChance: spread.map((u) => Math.exp(lowest + (highest - lowest) * u)),
      weight: new Float64Array(batchSize).fill((highest - lowest) / (1 - tMin)),
    };
  }
  const times = spread.map((u) => tMin + (1 - tMin) * u);
  return {
    moveChance: times.map((t) => noise.moveChance(t)),
    weight: times.map((t) => noise.lossWeight(t)),
  };
}
