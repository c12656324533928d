import * as tf from "@tensorflow/tfjs-core";
import { pooledLogits } from "../../model/classifier/class_logits.ts";
import { crossEntropy } from "../../tensor/ops/cross_entropy.ts";
import { corrupt, corruptUniformly } from "../process/corrupt.ts";
import {
  checkNoiseLevels,
  drawNoiseLevels,
  type NoiseLevelOptions,
} from "../process/noise_levels.ts";
import type { Shown } from "../process/shown.ts";
import type { Objective } from "./objective.ts";

/** Options of {@linkcode classifierObjective}. */
export interface ClassifierObjectiveOptions
  extends Pick<NoiseLevelOptions, "noise" | "tMin" | "antithetic"> {
  /** What the sampler that is guided shows its network, and so what the classifier reads. */
  readonly shows: Shown;
  /** Number of tokens, the mask included. */
  readonly vocab: number;
  /** Id of the mask token. */
  readonly maskId: number;
}

/**
 * Telling the label of a sequence: by all its tokens, noisy at the level of a uniform time, or by each
 * of its prefixes. It is shown no label; the cross-entropy carries no weight.
 *
 * Source: Schiff et al. 2024, "Simple guidance mechanisms for discrete diffusion models", section 3.2;
 * of prefixes Yang and Klein 2021, "FUDGE", section 3.
 *
 * @throws {RangeError} If an option is out of range.
 */
export function classifierObjective(options: ClassifierObjectiveOptions): Objective {
  checkNoiseLevels(options);
  const { shows, vocab, maskId } = options, causal = shows === "prefix";
  return {
    ...{ name: "classifier", shows, facts: { shows }, hidesLabels: true },
    specs: (batchSize, length) => ({
      ...(!causal && { zt: { shape: [batchSize, length], dtype: "int32" } }),
      classes: { shape: [causal ? batchSize * length : batchSize], dtype: "int32" },
    }),
    fill({ x0, batchSize, labels }, arrays, stream) {
      const classes = arrays.classes as Int32Array, each = classes.length / batchSize;
      for (let i = 0; i < classes.length; i++) classes[i] = labels![Math.floor(i / each)]!;
      if (causal) return;
      const { moveChance } = drawNoiseLevels(batchSize, stream, options);
      const zt = arrays.zt as Int32Array;
      if (shows === "masks") corrupt(x0, moveChance, maskId, stream, zt);
      else corruptUniformly(x0, moveChance, { vocab, maskId }, stream, zt);
    },
    losses({ logits }, { x0, zt = x0, classes }) {
      const all = logits(zt!, { pass: 0 });
      const [, length] = zt!.shape as [number, number], numClasses = all.shape[1]!;
      const pooled = pooledLogits(all, { length, numClasses, causal });
      const targets = tf.oneHot(classes as tf.Tensor1D, numClasses, 1, 0, "float32");
      return { classifierLoss: crossEntropy(pooled, targets, tf.ones([pooled.shape[0]!])) };
    },
    get heldOut() {
      return classifierObjective({ ...options, antithetic: true });
    },
  };
}
