import type * as tf from "@tensorflow/tfjs-core";
import {
  predictionOfHead,
  predictionOfLogits,
} from "../../diffusion/objectives/losses/prediction.ts";
import type { Objective, TrainedNetwork } from "../../diffusion/objectives/objective.ts";
import type { PassOptions } from "../../model/architecture.ts";
import type { Network } from "../../model/network.ts";
import { headLogits } from "../../tensor/ops/linear_log_probabilities.ts";
import { dropoutOf } from "./dropout.ts";
import type { Named, StepInputs } from "./layout.ts";

/** Tokens above which the logits of a batch are not held all at once. */
const LARGE_VOCABULARY = 4096;

/**
 * The network that an objective sees.
 *
 * @param parameters By their names.
 * @param inputs Labels and, where elements are dropped, the masks of each pass; the parameters whose
 *   gradients are asked for where blocks are computed anew.
 */
export function trainedNetwork(
  network: Network,
  parameters: Named<tf.Tensor>,
  { name, passes = 1 }: Pick<Objective, "name" | "passes">,
  { shown: { labels }, dropout, recomputes }:
    & Pick<StepInputs<tf.Tensor>, "shown" | "dropout">
    & Pick<PassOptions, "recomputes">,
): TrainedNetwork {
  const head = (tokens: tf.Tensor, pass: number) => {
    if (!(pass >= 0 && pass < passes)) {
      throw new RangeError(
        `Cannot train: the objective "${name}" asks for pass ${pass} of the network, counted from ` +
          `0, and declares ${passes}: its masks of dropout would be missing`,
      );
    }
    return network.forward(parameters, { tokens, labels: labels! }, {
      dropout: dropoutOf(dropout, pass),
      recomputes,
    }).head();
  };
  return {
    logits: (tokens, { pass }) => headLogits(head(tokens, pass)),
    predict: (tokens, { pass, maskId }) =>
      network.config.vocab <= LARGE_VOCABULARY
        ? predictionOfLogits(headLogits(head(tokens, pass)), maskId)
        : predictionOfHead(head(tokens, pass), maskId),
    quality(tokens) {
      const { quality } = network.forward(parameters, { tokens, labels: labels! });
      if (quality === undefined) {
        throw new Error(
          `Cannot train: the objective "${name}" needs a network with a quality head: set ` +
            "qualityBlocks",
        );
      }
      return quality();
    },
  };
}
