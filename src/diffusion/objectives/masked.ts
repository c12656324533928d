import { corrupt } from "../process/corrupt.ts";
import { type LossBatch, type LossOptions, positionLosses } from "./losses/self_correction_loss.ts";
import {
  checkNoiseLevels,
  drawNoiseLevels,
  type NoiseLevelOptions,
  type NoiseLevels,
} from "../process/noise_levels.ts";
import type { TensorSpec } from "../../tensor/graph/graph.ts";
import { type CountedOptions, countedPositions } from "./counted.ts";
import { fillUniforms, spreadLevels } from "./fill.ts";
import type { Objective } from "./objective.ts";

/** How the corrector is trained (ProSeCo). */
export interface CorrectorTraining extends Pick<LossOptions, "upweightErrors"> {
  /** Weight of the corrector loss. @default {1} */
  readonly lambda?: number;
  /** Whether it is weighted by time as the denoising loss is. @default {true} */
  readonly weighted?: boolean;
  /** How the corrector's input is taken from the denoiser. @default {"argmax"} */
  readonly input?: "argmax" | "sampled";
  /** Where it is; elsewhere the corrector sees the clean tokens. @default {"all"} */
  readonly positions?: "all" | "masked";
  /** First step that counts the corrector's loss. @default {1} */
  readonly startStep?: number;
  /** Whether held-out data are judged by the corrector's loss as well. @default {false} */
  readonly validated?: boolean;
}

/** Options of {@linkcode maskedObjective}. */
export interface MaskedObjectiveOptions extends NoiseLevelOptions, CountedOptions {
  /** Id of the mask token. */
  readonly maskId: number;
  /** Whether the mask is ruled out of predictions, and what else pays. @default {"subs"} */
  readonly parameterization?: LossOptions["parameterization"];
  /** Makes it ProSeCo. @default {undefined} */
  readonly corrector?: CorrectorTraining;
  /** Whether sequences have prompts, which are never masked. @default {false} */
  readonly prompted?: boolean;
}

/** The earliest time of the held-out bound. */
export const HELD_OUT_T_MIN = 1e-3;

/** Weight of each sequence in the denoising loss, `[batch]`. */
function sequenceWeights(
  { moveChance, moveChanceBefore, weight }: NoiseLevels,
  parameterization: LossOptions["parameterization"],
): Float64Array {
  // But for "plain", one of T steps pays only for the tokens that it unmasks.
  return moveChanceBefore === undefined || parameterization === "plain"
    ? weight
    : weight.map((T, row) => T * (1 - moveChanceBefore[row]! / moveChance[row]!));
}

/**
 * Masked diffusion, and with a corrector progressive self-correction: the tokens of a sequence are
 * masked with the chance that its time gives.
 *
 * Source: equations 4 and 8 of the paper.
 *
 * @throws {RangeError} If options contradict each other.
 */
export function maskedObjective(options: MaskedObjectiveOptions): Objective {
  checkNoiseLevels(options);
  const { maskId, parameterization = "subs", corrector, prompted = false } = options;
  const { lambda = 1, weighted = true, positions = "all", startStep = 1 } = corrector ?? {};
  return {
    name: corrector === undefined ? "mdm" : "proseco",
    shows: "masks",
    ...(parameterization !== "subs" && { facts: { parameterization } }),
    passes: corrector === undefined ? 1 : 2,
    specs(batchSize, length) {
      const row = { shape: [batchSize, length], dtype: "int32" } as const;
      const position = { shape: [batchSize * length], dtype: "float32" } as const;
      const specs: Record<string, TensorSpec> = { zt: row, mdmWeights: position };
      if (parameterization === "plain") {
        specs.moveChance = position;
        if (options.T !== undefined) specs.moveChanceBefore = position;
      }
      if (corrector === undefined) return specs;
      specs.correctorWeights = position;
      if (corrector.input === "sampled") specs.uniforms = position;
      if (prompted) specs.answer = row;
      return specs;
    },
    fill(batch, arrays, stream) {
      const { x0, batchSize, promptLengths, step } = batch, length = x0.length / batchSize;
      const levels = drawNoiseLevels(batchSize, stream, options);
      const weights = sequenceWeights(levels, parameterization);
      const counted = countedPositions(batch, options);
      corrupt(x0, levels.moveChance, maskId, stream, arrays.zt as Int32Array);
      for (let i = 0; i < x0.length; i++) {
        const row = Math.floor(i / length);
        const isGiven = promptLengths !== undefined && i % length < promptLengths[row]!;
        if (isGiven) arrays.zt![i] = x0[i]!;
        if (arrays.answer !== undefined) arrays.answer[i] = Number(!isGiven);
        arrays.mdmWeights![i] = arrays.zt![i] === maskId ? weights[row]! * counted[i]! : 0;
        if (arrays.correctorWeights === undefined) continue;
        const weight = step < startStep ? 0 : weighted ? weights[row]! : 1;
        arrays.correctorWeights[i] = lambda * weight * counted[i]!;
      }
      spreadLevels(levels, arrays);
      if (arrays.uniforms !== undefined) fillUniforms(arrays.uniforms as Float32Array, stream);
    },
    losses({ predict }, inputs) {
      const { mdm, corrector: correctorLoss } = positionLosses(
        (tokens, pass) =>
          predict(tokens, { pass, maskId: parameterization === "softmax" ? undefined : maskId }),
        inputs as unknown as LossBatch,
        maskId,
        {
          ...{ parameterization, correctorPositions: positions },
          upweightErrors: corrector?.upweightErrors,
        },
      );
      return { mdmLoss: mdm, ...(correctorLoss !== undefined && { correctorLoss }) };
    },
    get heldOut() {
      return maskedObjective({
        ...options,
        ...{ tMin: HELD_OUT_T_MIN, antithetic: true, importance: false },
        // Right tokens weigh less in training to have errors learned, not to judge what was.
        corrector: corrector?.validated
          ? { ...corrector, upweightErrors: false, startStep: 1 }
          : undefined,
      });
    },
    ...(corrector?.validated && {
      get bound() {
        return maskedObjective({ ...options, corrector: undefined }).heldOut;
      },
    }),
  };
}
