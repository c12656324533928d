import type { RandomKey } from "../../random/key.ts";
import { uniformAt } from "../process/categorical.ts";
import { stayMaskedChance, type Transition } from "../process/posterior.ts";
import { confidenceShares } from "../process/remasking.ts";

/** What the plan of a row depends on, besides its tokens. */
export interface PlanContext {
  /** Names the random stream. */
  readonly key: RandomKey;
  /** Number of the row in the random stream. */
  readonly row: number;
  /** Number of the step. */
  readonly step: number;
  /** Id of the mask token. */
  readonly maskId: number;
  /** Noise levels and remasking probability of the step. */
  readonly transition: Transition;
  /** `[length]` probabilities with which tokens were drawn, where sigma is shared by them. */
  readonly psi?: Float64Array;
  /**
   * How many times as probable it is that a masked position is unmasked, where a classifier guides.
   *
   * @default {undefined}, once
   */
  tilt?(position: number): number;
}

/** What a step does to a row, before it is known which values it draws. */
export interface RowPlan {
  /** Positions that were unmasked before the step and may change. */
  readonly unmasked: readonly number[];
  /** Positions to draw a value for. */
  readonly unmask: readonly number[];
  /** Positions to mask again. */
  readonly remask: readonly number[];
}

/** Probability that a token stays masked, where it is `tilt` times as probable that it does not. */
function tiltedStay(stay: number, tilt: number): number {
  return stay === 0 ? 0 : stay / (stay + (1 - stay) * tilt);
}

/**
 * Decides for each position of a row whether it is mask or value after a step.
 *
 * @param z `[length]`
 * @param given `[length]`: positions that hold other than the mask here never change.
 */
export function planRow(
  z: Int32Array,
  given: Int32Array | undefined,
  { key, row, step, maskId, transition, psi, tilt }: PlanContext,
): RowPlan {
  const { sigma = 0 } = transition;
  const shares = psi && confidenceShares(psi, sigma);
  // ReMDM-conf gives masked tokens no share of sigma, so they are unmasked as without remasking.
  const stay = stayMaskedChance(psi ? { ...transition, sigma: 0 } : transition);
  const unmasked: number[] = [], unmask: number[] = [], remask: number[] = [];
  for (let position = 0; position < z.length; position++) {
    if (given !== undefined && given[position] !== maskId) continue;
    const masked = z[position] === maskId;
    if (!masked) unmasked.push(position);
    const chance = masked
      ? tilt === undefined ? stay : tiltedStay(stay, tilt(position))
      : shares?.[position] ?? sigma;
    if (chance === 0) {
      if (masked) unmask.push(position);
      continue;
    }
    const becomesMask = uniformAt(key, row, step, position) < chance;
    if (masked && !becomesMask) unmask.push(position);
    if (!masked && becomesMask) remask.push(position);
  }
  return { unmasked, unmask, remask };
}
