import { ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { randomKey, RandomStream } from "../random/mod.ts";
import { muon, orthogonalize } from "./muon.ts";

function randomMatrix(rows: number, columns: number): tf.Tensor {
  const stream = new RandomStream(randomKey(rows));
  const data = Float32Array.from({ length: rows * columns }, () => stream.normal());
  return tf.tensor2d(data, [rows, columns]);
}

for (const [rows, columns] of [[6, 6], [4, 12], [12, 4]]) {
  Deno.test(`orthogonalize() brings the singular values of [${rows}, ${columns}] near 1`, async () => {
    await tf.setBackend("cpu");
    tf.tidy(() => {
      const y = orthogonalize(randomMatrix(rows, columns));
      const gram = rows > columns ? tf.matMul(y, y, true) : tf.matMul(y, y, false, true);
      // The trace of the Gram matrix is the sum of squared singular values, its square's trace
      // that of their fourth powers: together they bound how far any is from 1.
      const n = Math.min(rows, columns);
      const second = tf.sum(tf.mul(gram, tf.eye(n))).dataSync()[0] / n;
      const fourth = tf.sum(tf.square(gram)).dataSync()[0] / n;
      ok(second > 0.6 && second < 1.3, `mean square ${second}`);
      ok(fourth - second ** 2 < 0.15, `variance of squares ${fourth - second ** 2}`);
    });
  });
}

Deno.test("muon() walks down a quadratic and shrinks weights by their decay", async () => {
  await tf.setBackend("cpu");
  tf.tidy(() => {
    const target = randomMatrix(5, 5), rate = tf.scalar(0.05);
    let state = { parameter: tf.zeros([5, 5]) as tf.Tensor, mean: tf.zeros([5, 5]) as tf.Tensor };
    const distance = () => tf.norm(tf.sub(state.parameter, target)).dataSync()[0];
    const before = distance();
    for (let step = 0; step < 200; step++) {
      state = muon(state, tf.sub(state.parameter, target), rate);
    }
    ok(distance() < before / 4, `${distance()} of ${before}`);
    const still = { parameter: tf.ones([5, 5]) as tf.Tensor, mean: tf.zeros([5, 5]) as tf.Tensor };
    const { parameter } = muon(still, tf.zeros([5, 5]), rate, { weightDecay: 0.1 });
    ok(Math.abs(parameter.dataSync()[0] - (1 - 0.05 * 0.1)) < 1e-6);
  });
});
