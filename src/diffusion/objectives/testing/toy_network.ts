/**
 * What the objectives are tested with: a network that is a table, so small that every path can be
 * enumerated.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { softmax } from "../../process/categorical.ts";
import { predictionOfLogits } from "../losses/prediction.ts";
import { foldIn, randomKey, RandomStream } from "../../../random/mod.ts";
import type { Elements } from "../../../tensor/graph/bound_arrays.ts";
import { sizeOf } from "../../../tensor/graph/graph.ts";
import type { Objective } from "../objective.ts";

/** Sizes of the table. */
export const LENGTH = 3, VOCAB = 3, MASK = 2, STATES = VOCAB ** LENGTH;

/** Tokens of a state, which is their number in base `VOCAB`. */
export function tokensOf(state: number): number[] {
  return Array.from({ length: LENGTH }, (_, i) => Math.floor(state / VOCAB ** i) % VOCAB);
}

/** All states without a mask. */
export const CLEAN: readonly number[] = Array.from({ length: STATES }, (_, i) => i)
  .filter((state) => !tokensOf(state).includes(MASK));

/** Random logits `[state, length, vocab]`; those of a causal table depend on what a position sees. */
export function randomTable(seed: number, causal = false): Float32Array {
  const table = new Float32Array(STATES * LENGTH * VOCAB);
  for (let state = 0; state < STATES; state++) {
    for (let position = 0; position < LENGTH; position++) {
      const seen = tokensOf(state).slice(0, causal ? position + 1 : LENGTH);
      const stream = new RandomStream(foldIn(randomKey(seed), position, ...seen));
      const row = (state * LENGTH + position) * VOCAB;
      for (let token = 0; token < VOCAB; token++) table[row + token] = 1.5 * stream.normal();
    }
  }
  return table;
}

/** Probabilities of the table at a position, the mask ruled out unless it is `plain`. */
export function predict(
  table: Float32Array,
  state: number,
  position: number,
  plain = false,
): Float64Array {
  const row = (state * LENGTH + position) * VOCAB;
  const logits = Float64Array.from(table.subarray(row, row + VOCAB));
  if (!plain) logits[MASK] = -Infinity;
  return softmax(logits);
}

/** A tensor for each array of a batch. */
export function emptyArrays(objective: Objective, batchSize: number): Record<string, Elements> {
  return Object.fromEntries(
    Object.entries(objective.specs(batchSize, LENGTH)).map(([name, { shape, dtype }]) => [
      name,
      new (dtype === "int32" ? Int32Array : Float32Array)(sizeOf(shape)),
    ]),
  );
}

/** Losses of each position by name, `[batch · length]`, of a table on the eager engine. */
export async function evaluateLosses(
  objective: Objective,
  table: Float32Array,
  x0: Int32Array,
  arrays: Readonly<Record<string, Elements>>,
): Promise<Record<string, Float32Array>> {
  await tf.setBackend("cpu");
  const batchSize = x0.length / LENGTH;
  return tf.tidy(() => {
    const lookUp = (values: Float32Array, size: number) => (tokens: tf.Tensor) => {
      const powers = tf.tensor1d(Array.from({ length: LENGTH }, (_, i) => VOCAB ** i), "int32");
      const states = tf.sum(tf.mul(tokens, powers), -1);
      const rows = tf.gather(tf.tensor2d(values, [STATES, LENGTH * size]), states);
      return tf.reshape(rows, size === 1 ? [-1] : [-1, size]);
    };
    const quality = table.filter((_, i) => i % VOCAB === 0);
    const inputs: Record<string, tf.Tensor> = {
      x0: tf.tensor2d(x0, [batchSize, LENGTH], "int32"),
    };
    for (const [name, { shape, dtype }] of Object.entries(objective.specs(batchSize, LENGTH))) {
      inputs[name] = tf.tensor(arrays[name]!, [...shape], dtype as "int32");
    }
    const logits = lookUp(table, VOCAB);
    const network = {
      logits,
      predict: (tokens: tf.Tensor, { maskId }: { maskId?: number }) =>
        predictionOfLogits(logits(tokens), maskId),
      quality: lookUp(quality, 1),
    };
    return Object.fromEntries(
      Object.entries(objective.losses(network, inputs))
        .map(([name, loss]) => [name, loss.dataSync() as Float32Array]),
    );
  });
}
