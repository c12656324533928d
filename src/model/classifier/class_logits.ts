import * as tf from "@tensorflow/tfjs-core";
import { headLogits } from "../../tensor/ops/linear_log_probabilities.ts";
import type { NetworkOutputs } from "../architecture.ts";
import type { NetworkConfig } from "../config.ts";

/**
 * What a network that classifies says of sequences: their mean over positions where it sees both sides,
 * `[batch, classes]`; where it is causal what it says at each position of the tokens up to there,
 * `[batch · length, classes]`.
 *
 * @param logits Logits of all positions, `[batch · length, classes]`.
 */
export function pooledLogits(
  logits: tf.Tensor,
  { length, numClasses, causal }: Pick<NetworkConfig, "length" | "numClasses" | "causal">,
): tf.Tensor {
  return causal ? logits : tf.mean(tf.reshape(logits, [-1, length, numClasses]), 1);
}

/** The same of what a pass through a network gives. */
export function classLogits({ head }: NetworkOutputs, config: NetworkConfig): tf.Tensor {
  return pooledLogits(headLogits(head()), config);
}
