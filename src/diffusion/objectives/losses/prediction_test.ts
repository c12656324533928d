import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { randomKey, RandomStream } from "../../../random/mod.ts";
import { maxError } from "../../../../tests/golden_fixture.ts";
import { predictionOfHead, predictionOfLogits } from "./prediction.ts";

const ROWS = 6, HIDDEN = 4, VOCAB = 5, MASK = 4;

Deno.test("a prediction is the same whether all logits are held at once or not", async () => {
  await tf.setBackend("cpu");
  const stream = new RandomStream(randomKey(6));
  const draw = (size: number) => Float32Array.from({ length: size }, () => stream.normal());
  const [features, weight] = [draw(ROWS * HIDDEN), draw(VOCAB * HIDDEN)];
  // The mask is the most probable token, so that it matters to rule it out.
  const bias = new Float32Array([0, 0.1, 0.2, 0.3, 9]);
  tf.tidy(() => {
    const head = {
      features: tf.tensor2d(features, [ROWS, HIDDEN]),
      weight: tf.tensor2d(weight, [VOCAB, HIDDEN]),
      bias: tf.tensor1d(bias),
    };
    const logits = tf.add(tf.matMul(head.features, head.weight, false, true), head.bias);
    const whole = predictionOfLogits(logits, MASK), parts = predictionOfHead(head, MASK);
    const targets = tf.tensor2d([[0, 1, 2], [3, 0, 1]], [2, 3], "int32");
    const weights = tf.tensor1d([1, 0, 2, 3, 0.5, 1]);
    assertEquals(parts.argMax().dataSync(), whole.argMax().dataSync());
    for (
      const [found, expected] of [
        [parts.raw(), whole.raw()],
        [parts.logits(), whole.logits()],
        [parts.logProbabilities(targets), whole.logProbabilities(targets)],
        [parts.crossEntropy(targets, weights), whole.crossEntropy(targets, weights)],
      ] as const
    ) {
      ok(maxError(found.dataSync() as Float32Array, expected.dataSync() as Float32Array) <= 1e-5);
    }
  });
});
