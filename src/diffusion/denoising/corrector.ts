import type { RandomKey } from "../../random/key.ts";
import { drawCategorical, uniformAt } from "../process/categorical.ts";
import type { Guidance, Predictor } from "./predictor.ts";

/** Ways of making the corrector's first input. */
export const CORRECTOR_PRIORS = ["argmax", "sampled", "kept"] as const;

/** A way of making the corrector's first input. */
export type CorrectorPrior = "argmax" | "sampled" | "kept";

/** How the corrector of ProSeCo works (Algorithm 3). */
export interface CorrectorOptions {
  /** Corrector steps each time it fires. */
  readonly S: number;
  /** It fires at every `omega`-th unmasking step. @default {1} */
  readonly omega?: number;
  /** First unmasking step, counted from 1, at which it may fire. @default {1} */
  readonly start?: number;
  /**
   * Whether its predictions are guided. The published sampler's are not, so that where the corrector
   * fires the guidance strength has no effect.
   *
   * @default {"conditional"}
   */
  readonly guidance?: Guidance;
  /**
   * How its first input is taken from the denoiser: the most probable tokens or a draw at all free
   * positions, or the most probable ones where the mask stands and the others kept.
   *
   * @default {"argmax"}
   */
  readonly prior?: CorrectorPrior;
  /**
   * How a step renews its input: the most probable tokens, a draw, or the most probable tokens at the
   * `topK` positions where a change is most probable.
   *
   * @default {"argmax"}
   */
  readonly step?: "argmax" | "sampled" | "topK";
  /** Positions that a `"topK"` step may change. @default {1} */
  readonly topK?: number;
}

/** Where a correction draws its random numbers, and whom it tells of each step. */
export interface CorrectionContext {
  /** Names the random stream; another one each time the corrector fires. */
  readonly key: RandomKey;
  /** Row number, in the random stream, of the first row. */
  readonly firstRow: number;
  /** Called after each step with the corrector's tokens `[rows, length]`. */
  observe?(round: number, y: Int32Array): void;
}

/**
 * Checks the options of the corrector.
 *
 * @throws {RangeError} If an option is out of range.
 */
export function checkCorrector({ S, omega = 1, start = 1, topK = 1 }: CorrectorOptions): void {
  for (
    const [name, value, least] of [["S", S, 0], ["omega", omega, 1], ["topK", topK, 1]] as const
  ) {
    if (!Number.isSafeInteger(value) || value < least) {
      throw new RangeError(
        `Cannot correct: ${name} must be an integer of at least ${least}: got ${value}`,
      );
    }
  }
  if (!Number.isSafeInteger(start) || start < 0) {
    throw new RangeError(`Cannot correct: start must be an integer of at least 0: got ${start}`);
  }
}

/** Whether the corrector fires at an unmasking step, counted from 0. */
export function correctorFires(
  { S, omega = 1, start = 1 }: CorrectorOptions,
  step: number,
): boolean {
  return S > 0 && (step + 1) % omega === 0 && step + 1 >= start;
}

function renewTopK(
  y: Int32Array,
  row: number,
  positions: readonly number[],
  predictor: Predictor,
  guidance: Guidance,
  topK: number,
): void {
  const { length } = predictor.denoiser;
  let changes = positions
    .map((position) => ({ position, token: predictor.likeliest("y", row, position, guidance) }))
    .filter(({ position, token }) => token !== y[row * length + position]);
  if (changes.length > topK) {
    changes = changes.map(({ position, token }) => ({
      ...{ position, token },
      probability: predictor.xTheta("y", row, position, guidance)[token]!,
    })).sort((a, b) => b.probability - a.probability || a.position - b.position).slice(0, topK);
  }
  for (const { position, token } of changes) y[row * length + position] = token;
}

/**
 * Runs the corrector loop of Algorithm 3: starting from the denoiser's prediction `y`, `S` times
 * `y ← argmax x_theta(y)`. A row at its fixed point leaves the loop. Afterwards the predictor's `"y"`
 * predictions are those of the last step, from which the caller draws.
 *
 * @param rows Rows to correct, whose `"z"` predictions are up to date.
 * @param z `[rows, length]` partly masked tokens.
 * @param given `[rows, length]`: positions that hold other than the mask here never change.
 * @returns `[rows, length]` corrected tokens; other rows are undefined.
 */
export async function correct(
  predictor: Predictor,
  rows: readonly number[],
  z: Int32Array,
  given: Int32Array | undefined,
  options: CorrectorOptions,
  context: CorrectionContext,
): Promise<Int32Array> {
  const {
    S,
    guidance = "conditional",
    prior = "argmax",
    step = "argmax",
    topK,
  } = options;
  const { length, maskId } = predictor.denoiser;
  const isFree = (index: number) => given === undefined || given[index] === maskId;
  const y = z.slice();
  const free = new Map(rows.map((row) => [
    row,
    Array.from({ length }, (_, i) => i).filter((i) => isFree(row * length + i)),
  ]));
  const draw = (input: "z" | "y", row: number, position: number, round: number) =>
    drawCategorical(
      predictor.xTheta(input, row, position, guidance),
      uniformAt(context.key, context.firstRow + row, round, position),
    );

  for (const row of rows) {
    for (const position of free.get(row)!) {
      const index = row * length + position;
      if (prior === "kept" && z[index] !== maskId) continue;
      y[index] = prior === "sampled"
        ? draw("z", row, position, 0)
        : predictor.best("z", row, position, guidance);
    }
  }
  let active = [...rows];
  for (let round = 1; round <= S && active.length > 0; round++) {
    await predictor.refresh("y", active, y, guidance);
    active = active.filter((row) => {
      const before = y.slice(row * length, (row + 1) * length);
      if (step === "topK") {
        renewTopK(y, row, free.get(row)!, predictor, guidance, topK ?? 1);
      } else {
        for (const position of free.get(row)!) {
          y[row * length + position] = step === "argmax"
            ? predictor.best("y", row, position, guidance)
            : draw("y", row, position, round);
        }
      }
      // A draw that happens to repeat the tokens may still differ the next time.
      return !predictor.reuse || step === "sampled" ||
        before.some((token, i) => token !== y[row * length + i]);
    });
    context.observe?.(round, y);
  }
  return y;
}
