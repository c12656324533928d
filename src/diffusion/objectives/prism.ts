import type * as tf from "@tensorflow/tfjs-core";
import { corrupt } from "../process/corrupt.ts";
import {
  checkNoiseLevels,
  drawNoiseLevels,
  type NoiseLevelOptions,
} from "../process/noise_levels.ts";
import { qualityLoss, type QualityLossBatch } from "./losses/quality_loss.ts";
import type { RandomStream } from "../../random/mod.ts";
import { type CountedOptions, countedPositions } from "./counted.ts";
import { fillUniforms } from "./fill.ts";
import { maskedObjective } from "./masked.ts";
import type { CleanBatch, Objective } from "./objective.ts";

/** Options of {@linkcode prismObjective}. */
export interface PrismObjectiveOptions extends NoiseLevelOptions, CountedOptions {
  /** Id of the mask token. */
  readonly maskId: number;
  /** Masked tokens of a sequence that the denoiser unmasks to be judged. @default {4} */
  readonly judged?: number;
}

/** Chooses up to `count` masked positions of each row that carry loss. */
function chooseJudged(
  { x0, batchSize }: CleanBatch,
  { zt, judged }: { readonly zt: Int32Array; readonly judged: Int32Array },
  counted: Float64Array,
  { maskId, judged: count = 4 }: PrismObjectiveOptions,
  stream: RandomStream,
): void {
  const length = x0.length / batchSize;
  judged.fill(0);
  for (let row = 0; row < batchSize; row++) {
    const masked = Array.from({ length }, (_, position) => row * length + position)
      .filter((i) => zt[i] === maskId && counted[i]! > 0);
    for (let n = 0; n < count && masked.length > 0; n++) {
      const [chosen] = masked.splice(stream.integer(masked.length), 1);
      judged[chosen!] = 1;
    }
  }
}

/**
 * PRISM: a head on a frozen masked diffusion model learns which tokens the model would not have
 * written there.
 *
 * Source: Kim et al. 2025, "Fine-tuning masked diffusion for provable self-correction".
 *
 * @throws {RangeError} If an option is out of range.
 */
export function prismObjective(options: PrismObjectiveOptions): Objective {
  checkNoiseLevels(options);
  const { maskId, judged = 4 } = options;
  if (!Number.isSafeInteger(judged) || judged < 1) {
    throw new RangeError(`Cannot train a quality head: judged must be at least 1: got ${judged}`);
  }
  const objective: Objective = {
    name: "prism",
    shows: "masks",
    specs(batchSize, length) {
      const row = { shape: [batchSize, length], dtype: "int32" } as const;
      const position = { shape: [batchSize * length], dtype: "float32" } as const;
      return { zt: row, judged: row, weights: position, uniforms: position };
    },
    fill(batch, arrays, stream) {
      const { x0, batchSize, promptLengths } = batch, length = x0.length / batchSize;
      const { moveChance } = drawNoiseLevels(batchSize, stream, options);
      const zt = arrays.zt as Int32Array, chosen = arrays.judged as Int32Array;
      corrupt(x0, moveChance, maskId, stream, zt);
      if (promptLengths !== undefined) {
        for (let row = 0; row < batchSize; row++) {
          const start = row * length;
          zt.set(x0.subarray(start, start + promptLengths[row]!), start);
        }
      }
      const counted = countedPositions(batch, options);
      chooseJudged(batch, { zt, judged: chosen }, counted, options, stream);
      const count = chosen.reduce((sum, one) => sum + one, 0);
      // The mean over all positions is then the mean over those that are judged.
      for (let i = 0; i < x0.length; i++) {
        arrays.weights![i] = chosen[i] === 0 ? 0 : x0.length / count;
      }
      fillUniforms(arrays.uniforms as Float32Array, stream);
    },
    losses({ logits, quality }, inputs) {
      const denoiser = (tokens: tf.Tensor) => logits(tokens, { pass: 0 });
      const batch = inputs as unknown as QualityLossBatch;
      return { qualityLoss: qualityLoss(denoiser, quality, batch, maskId).loss };
    },
    trains: "head",
    get heldOut() {
      return objective;
    },
    // The head changes nothing in the model that it sits on.
    get bound() {
      return maskedObjective(options).heldOut;
    },
  };
  return objective;
}
