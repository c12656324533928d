import { ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import fc from "fast-check";
import { randomKey, RandomStream } from "../../random/mod.ts";
import { binaryCrossEntropy } from "./binary_cross_entropy.ts";
import { crossEntropy } from "./cross_entropy.ts";
import { embed } from "./embedding.ts";
import { gelu } from "./activations/gelu.ts";
import { normalize } from "./layer_norm.ts";
import { normalizeRms } from "./rms_norm.ts";
import { linearLogProbabilities } from "./linear_log_probabilities.ts";
import { rotary } from "./rotary.ts";

const ROWS = 4, WIDTH = 6;

type Operation = (x: tf.Tensor, weights: tf.Tensor) => tf.Tensor;

const ids = () => tf.tensor1d([0, 3, 3, 1], "int32");
const oneHot = () => tf.cast(tf.oneHot(ids() as tf.Tensor1D, WIDTH), "float32");

/** Operations of `[ROWS, WIDTH]` whose gradients are written by hand; `weights` is `[ROWS]`. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  normalize: (x) => normalize(x),
  normalizeRms: (x) => normalizeRms(x, 1e-5),
  gelu,
  rotary: (x) => rotary(tf.reshape(x, [2, ROWS / 2, WIDTH]), 1),
  embed: (x) => embed(x, ids()),
  crossEntropy: (x, weights) => crossEntropy(x, oneHot(), weights),
  binaryCrossEntropy: (x, weights) =>
    binaryCrossEntropy(tf.sum(x, 1), tf.tensor1d([0, 1, 1, 0]), weights),
  "linearLogProbabilities of features": (x) =>
    linearLogProbabilities(
      { features: x, weight: tf.add(tf.eye(WIDTH), 0.1), bias: tf.zeros([WIDTH]) },
      ids(),
      { mostLogits: 2 * WIDTH },
    ),
  "linearLogProbabilities of features without biases": (x) =>
    linearLogProbabilities({ features: x, weight: tf.add(tf.eye(WIDTH), 0.1) }, ids()),
  "linearLogProbabilities of weights": (x) =>
    linearLogProbabilities(
      { features: tf.add(tf.eye(ROWS, WIDTH), 0.1), weight: x, bias: tf.zeros([ROWS]) },
      ids(),
      { mostLogits: 2 * ROWS },
    ),
  "linearLogProbabilities of biases": (x) =>
    linearLogProbabilities(
      { features: tf.eye(ROWS, WIDTH), weight: tf.eye(ROWS, WIDTH), bias: tf.sum(x, 1) },
      ids(),
    ),
};

/** A step that float32 resolves, and the slope over it. */
const STEP = 1e-2;

for (const [name, operation] of Object.entries(OPERATIONS)) {
  Deno.test(`the gradient of ${name} is the slope of a small step in any direction`, async () => {
    await tf.setBackend("cpu");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const stream = new RandomStream(randomKey(seed));
        const draw = (shape: number[]) =>
          tf.tensor(
            Float32Array.from(
              { length: shape.reduce((product, n) => product * n, 1) },
              () => stream.normal(),
            ),
            shape,
          );
        tf.tidy(() => {
          const x = draw([ROWS, WIDTH]), direction = draw([ROWS, WIDTH]), weights = draw([ROWS]);
          // Each result counts differently, so that no two errors cancel.
          const factors = draw(operation(x, weights).shape);
          const value = (x: tf.Tensor) => tf.sum(tf.mul(operation(x, weights), factors));
          const at = (step: number) => value(tf.add(x, tf.mul(direction, step))).dataSync()[0]!;
          const slope = (at(STEP) - at(-STEP)) / (2 * STEP);
          const gradient = tf.sum(tf.mul(tf.grad(value)(x), direction)).dataSync()[0]!;
          const size = tf.sum(tf.abs(tf.mul(tf.grad(value)(x), direction))).dataSync()[0]!;
          ok(Math.abs(slope - gradient) <= 5e-3 * (1 + size), `${slope} and ${gradient}`);
        });
      }),
      { numRuns: 20, seed: 4 },
    );
  });
}
