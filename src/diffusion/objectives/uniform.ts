import { corruptUniformly } from "../process/corrupt.ts";
import {
  checkNoiseLevels,
  drawNoiseLevels,
  type NoiseLevelOptions,
} from "../process/noise_levels.ts";
import { uniformLoss, type UniformLossBatch } from "./losses/uniform_loss.ts";
import type { TensorSpec } from "../../tensor/graph/graph.ts";
import { type CountedOptions, countedPositions } from "./counted.ts";
import { spreadLevels } from "./fill.ts";
import { HELD_OUT_T_MIN } from "./masked.ts";
import type { Objective } from "./objective.ts";

/** Options of {@linkcode uniformObjective}. */
export interface UniformObjectiveOptions extends NoiseLevelOptions, CountedOptions {
  /** Tokens, the mask included. */
  readonly vocab: number;
  /** Id of the mask token, which uniform diffusion has no use for. */
  readonly maskId: number;
}

/**
 * Uniform diffusion (UDLM): tokens are replaced by any other, and the network tells the clean ones
 * without knowing which were.
 *
 * Source: Schiff et al. 2024, "Simple guidance mechanisms for discrete diffusion models".
 *
 * @throws {RangeError} If options contradict each other.
 */
export function uniformObjective(options: UniformObjectiveOptions): Objective {
  checkNoiseLevels(options);
  const { maskId } = options;
  return {
    name: "udlm",
    shows: "tokens",
    specs(batchSize, length) {
      const position = { shape: [batchSize * length], dtype: "float32" } as const;
      const specs: Record<string, TensorSpec> = {
        zt: { shape: [batchSize, length], dtype: "int32" },
        weights: position,
        moveChance: position,
      };
      if (options.T !== undefined) specs.moveChanceBefore = position;
      return specs;
    },
    fill(batch, arrays, stream) {
      const { x0, batchSize, promptLengths } = batch, length = x0.length / batchSize;
      const levels = drawNoiseLevels(batchSize, stream, options);
      const counted = countedPositions(batch, options);
      corruptUniformly(x0, levels.moveChance, options, stream, arrays.zt as Int32Array);
      for (let i = 0; i < x0.length; i++) {
        const row = Math.floor(i / length);
        if (promptLengths !== undefined && i % length < promptLengths[row]!) arrays.zt![i] = x0[i]!;
        arrays.weights![i] = levels.weight[row]! * counted[i]!;
      }
      spreadLevels(levels, arrays);
    },
    losses: ({ logits }, inputs) => ({
      udlmLoss: uniformLoss(
        logits(inputs.zt!, { pass: 0 }),
        inputs as unknown as UniformLossBatch,
        maskId,
      ),
    }),
    get heldOut() {
      return uniformObjective({
        ...options,
        ...{ tMin: HELD_OUT_T_MIN, antithetic: true, importance: false },
      });
    },
  };
}
