import type * as tf from "@tensorflow/tfjs-core";
import { checkNoiseLevels, type NoiseLevelOptions } from "../process/noise_levels.ts";
import { type QualityLossBatch, qualityLosses } from "./losses/quality_loss.ts";
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
  /**
   * Weight of the denoising loss, with which the denoiser is trained along with the head, as the paper
   * does for text. @default {undefined}, the denoiser stays as it is
   */
  readonly regularizer?: number;
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
 * PRISM: a head on a masked diffusion model learns which tokens the model would not have written there.
 * The model is frozen, or tuned with the denoising loss as a regulariser.
 *
 * Source: Kim et al. 2025, "Fine-tuning masked diffusion for provable self-correction".
 *
 * @throws {RangeError} If an option is out of range.
 */
export function prismObjective(options: PrismObjectiveOptions): Objective {
  checkNoiseLevels(options);
  const { maskId, judged = 4, regularizer } = options, masked = maskedObjective(options);
  if (!Number.isSafeInteger(judged) || judged < 1) {
    throw new RangeError(`Cannot train a quality head: judged must be at least 1: got ${judged}`);
  }
  if (regularizer !== undefined && !(regularizer > 0)) {
    throw new RangeError(
      `Cannot train a quality head: regularizer must be above 0, or left out: got ${regularizer}`,
    );
  }
  const objective: Objective = {
    name: "prism",
    shows: "masks",
    ...(regularizer !== undefined && { facts: { regularizer: String(regularizer) } }),
    specs(batchSize, length) {
      const row = { shape: [batchSize, length], dtype: "int32" } as const;
      const position = { shape: [batchSize * length], dtype: "float32" } as const;
      return {
        ...{ zt: row, judged: row, weights: position, uniforms: position },
        ...(regularizer !== undefined && { mdmWeights: position }),
      };
    },
    fill(batch, arrays, stream) {
      const { x0 } = batch, { mdmWeights = new Float32Array(x0.length) } = arrays;
      const zt = arrays.zt as Int32Array, chosen = arrays.judged as Int32Array;
      masked.fill(batch, { zt, mdmWeights }, stream);
      for (let i = 0; i < x0.length; i++) mdmWeights[i]! *= regularizer ?? 0;
      const counted = countedPositions(batch, options);
      chooseJudged(batch, { zt, judged: chosen }, counted, options, stream);
      const count = chosen.reduce((sum, one) => sum + one, 0);
      // The mean over all positions is then the mean over those that are judged.
      for (let i = 0; i < x0.length; i++) {
        arrays.weights![i] = chosen[i] === 0 ? 0 : x0.length / count;
      }
      fillUniforms(arrays.uniforms as Float32Array, stream);
    },
    losses({ predict, quality }, inputs) {
      const denoiser = (tokens: tf.Tensor) => predict(tokens, { pass: 0, maskId });
      const batch = inputs as unknown as QualityLossBatch;
      const { loss, mdm } = qualityLosses(denoiser, quality, batch);
      return { ...(mdm !== undefined && { mdmLoss: mdm }), qualityLoss: loss };
    },
    ...(regularizer === undefined && { trains: "head" }),
    get heldOut() {
      return objective;
    },
    // The head judges the model's tokens and takes no part in predicting them.
    get bound() {
      return masked.heldOut;
    },
  };
  return objective;
}
