import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { randomKey, RandomStream } from "../../random/mod.ts";
import { muon, orthogonalize } from "./muon.ts";

function randomMatrix(rows: number, columns: number): tf.Tensor {
  const stream = new RandomStream(randomKey(rows));
  const data = Float32Array.from({ length: rows * columns }, () => stream.normal());
  return tf.tensor2d(data, [rows, columns]);
}

for (const [rows, columns] of [[6, 6], [4, 12]]) {
  Deno.test(`orthogonalize() brings the singular values of [${rows}, ${columns}] near 1`, async () => {
    await tf.setBackend("cpu");
    tf.tidy(() => {
      const scales = tf.tensor3d([1, 1e-3, 50], [3, 1, 1]);
      const all = tf.mul(tf.expandDims(randomMatrix(rows, columns)), scales);
      for (const y of tf.unstack(orthogonalize(all))) {
        const gram = tf.matMul(y, y, false, true);
        // The trace of the Gram matrix is the sum of squared singular values, its square's trace
        // that of their fourth powers: together they bound how far any is from 1.
        const second = tf.sum(tf.mul(gram, tf.eye(rows))).dataSync()[0] / rows;
        const fourth = tf.sum(tf.square(gram)).dataSync()[0] / rows;
        ok(second > 0.6 && second < 1.3, `mean square ${second}`);
        ok(fourth - second ** 2 < 0.15, `variance of squares ${fourth - second ** 2}`);
      }
    });
  });
}

const zeros = (shape: [number, number]) => tf.zeros(shape) as tf.Tensor;

Deno.test("muon() walks down a quadratic and shrinks weights by their decay", async () => {
  await tf.setBackend("cpu");
  tf.tidy(() => {
    const target = randomMatrix(5, 5), rate = tf.scalar(0.05);
    let state = { parameter: zeros([5, 5]), mean: zeros([5, 5]) };
    const distance = () => tf.norm(tf.sub(state.parameter, target)).dataSync()[0];
    const before = distance();
    for (let step = 0; step < 200; step++) {
      state = muon({ w: state }, { w: tf.sub(state.parameter, target) }, rate).w;
    }
    ok(distance() < before / 4, `${distance()} of ${before}`);
    const still = { w: { parameter: tf.ones([5, 5]) as tf.Tensor, mean: zeros([5, 5]) } };
    const { w } = muon(still, { w: tf.zeros([5, 5]) }, rate, { weightDecay: 0.1 });
    ok(Math.abs(w.parameter.dataSync()[0] - (1 - 0.05 * 0.1)) < 1e-6);
  });
});

Deno.test("muon() moves matrices together as it moves each alone", async () => {
  await tf.setBackend("cpu");
  tf.tidy(() => {
    const shapes = { wide: [3, 8], tall: [8, 3], other: [3, 8], square: [3, 3] } as const;
    const gradients = Object.fromEntries(
      Object.entries(shapes).map(([name, [rows, columns]], i) => [
        name,
        tf.mul(randomMatrix(rows, columns), i + 1) as tf.Tensor,
      ]),
    );
    const stateOf = (name: string) => ({
      parameter: tf.mul(gradients[name], 2) as tf.Tensor,
      mean: tf.square(gradients[name]) as tf.Tensor,
    });
    const names = Object.keys(shapes), rate = tf.scalar(0.1);
    const states = Object.fromEntries(names.map((name) => [name, stateOf(name)]));
    const together = muon(states, gradients, rate);
    for (const name of names) {
      const alone = muon({ [name]: states[name] }, gradients, rate)[name];
      for (const part of ["parameter", "mean"] as const) {
        const apart = tf.max(tf.abs(tf.sub(together[name][part], alone[part]))).dataSync()[0];
        ok(apart < 1e-6, `${part} of ${name}: ${apart}`);
      }
      assertEquals(together[name].parameter.shape, [...shapes[name as keyof typeof shapes]]);
    }
  });
});
