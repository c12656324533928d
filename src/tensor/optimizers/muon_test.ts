import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { randomKey, RandomStream } from "../../random/mod.ts";
import { adamw } from "./adamw.ts";
import { muon, orthogonalize } from "./muon.ts";

function randomMatrix(rows: number, columns: number): tf.Tensor {
  const stream = new RandomStream(randomKey(rows));
  const data = Float32Array.from({ length: rows * columns }, () => stream.normal());
  return tf.tensor2d(data, [rows, columns]);
}

for (const [rows, columns] of [[6, 6], [4, 12]] as const) {
  Deno.test(`orthogonalize() brings the singular values of [${rows}, ${columns}] near 1`, async () => {
    await tf.setBackend("cpu");
    tf.tidy(() => {
      const scales = tf.tensor3d([1, 1e-3, 50], [3, 1, 1]);
      const all = tf.mul(tf.expandDims(randomMatrix(rows, columns)), scales);
      for (const y of tf.unstack(orthogonalize(all))) {
        const gram = tf.matMul(y, y, false, true);
        // The trace of the Gram matrix is the sum of squared singular values, its square's trace
        // that of their fourth powers: together they bound how far any is from 1.
        const second = tf.sum(tf.mul(gram, tf.eye(rows))).dataSync()[0]! / rows;
        const fourth = tf.sum(tf.square(gram)).dataSync()[0]! / rows;
        ok(second > 0.6 && second < 1.3, `mean square ${second}`);
        ok(fourth - second ** 2 < 0.15, `variance of squares ${fourth - second ** 2}`);
      }
    });
  });
}

/** One update of matrices by Muon, each with its mean of gradients. */
function moveMatrices(
  matrices: Record<string, Record<"parameter" | "mean" | "gradient", tf.Tensor>>,
  learningRate: tf.Tensor,
  weightDecay?: number,
) {
  const entries = Object.entries(matrices).map(([name, { parameter, mean, gradient }]) =>
    [name, { parameter, gradient, kept: { mean }, isMatrix: true }] as const
  );
  const scalars = { learningRate, step: tf.scalar(1), factor: tf.scalar(1) };
  return Object.fromEntries(
    Object.entries(muon.update(Object.fromEntries(entries), scalars, { weightDecay }))
      .map(([name, { parameter, kept: { mean } }]) => [name, { parameter, mean: mean! }]),
  );
}

const zeros = (shape: [number, number]) => tf.zeros(shape) as tf.Tensor;

Deno.test("muon walks down a quadratic and shrinks weights by their decay", async () => {
  await tf.setBackend("cpu");
  tf.tidy(() => {
    const target = randomMatrix(5, 5), rate = tf.scalar(0.05);
    let state = { parameter: zeros([5, 5]), mean: zeros([5, 5]) };
    const distance = () => tf.norm(tf.sub(state.parameter, target)).dataSync()[0]!;
    const before = distance();
    for (let step = 0; step < 200; step++) {
      const gradient = tf.sub(state.parameter, target);
      state = moveMatrices({ w: { ...state, gradient } }, rate).w!;
    }
    ok(distance() < before / 4, `${distance()} of ${before}`);
    const still = { parameter: tf.ones([5, 5]) as tf.Tensor, mean: zeros([5, 5]) };
    const w = moveMatrices({ w: { ...still, gradient: zeros([5, 5]) } }, rate, 0.1).w!;
    ok(Math.abs(w.parameter.dataSync()[0]! - (1 - 0.05 * 0.1)) < 1e-6);
  });
});

Deno.test("muon moves matrices together as it moves each alone", async () => {
  await tf.setBackend("cpu");
  tf.tidy(() => {
    const shapes = { wide: [3, 8], tall: [8, 3], other: [3, 8], square: [3, 3] } as const;
    const matrices = Object.fromEntries(
      Object.entries(shapes).map(([name, [rows, columns]], i) => {
        const gradient: tf.Tensor = tf.mul(randomMatrix(rows, columns), i + 1);
        return [name, { gradient, parameter: tf.mul(gradient, 2), mean: tf.square(gradient) }];
      }),
    );
    const rate = tf.scalar(0.1), together = moveMatrices(matrices, rate);
    for (const [name, matrix] of Object.entries(matrices)) {
      const alone = moveMatrices({ [name]: matrix }, rate)[name]!;
      for (const part of ["parameter", "mean"] as const) {
        const apart = tf.max(tf.abs(tf.sub(together[name]![part], alone[part]))).dataSync()[0]!;
        ok(apart < 1e-6, `${part} of ${name}: ${apart}`);
      }
      assertEquals(together[name]!.parameter.shape, [...shapes[name as keyof typeof shapes]]);
    }
  });
});

Deno.test("muon moves what is no matrix as adamw does", async () => {
  await tf.setBackend("cpu");
  tf.tidy(() => {
    const gradient = randomMatrix(4, 2), isMatrix = false;
    const kept = { mean: zeros([4, 2]), square: zeros([4, 2]) };
    const moved = { bias: { parameter: zeros([4, 2]), gradient, kept, isMatrix } };
    const scalars = { learningRate: tf.scalar(0.1), step: tf.scalar(1), factor: tf.scalar(0.5) };
    assertEquals(muon.keeps({ isMatrix }), adamw.keeps({ isMatrix }));
    assertEquals(
      muon.update(moved, scalars, {}).bias!.parameter.dataSync(),
      adamw.update(moved, scalars, {}).bias!.parameter.dataSync(),
    );
  });
});
