import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { foldIn, randomKey, RandomStream } from "../../random/mod.ts";
import { prepare } from "../engines/prepare.ts";
import type { Computation } from "../trace/program_source.ts";
import { crossEntropy } from "./cross_entropy.ts";
import { linearArgMax, linearLogProbabilities } from "./linear_log_probabilities.ts";

// So many logits are computed in three parts.
const ROWS = 96, HIDDEN = 3, VOCAB = 7000, PARTS = { mostLogits: 2 ** 18 };

function draw(name: string, size: number): Float32Array {
  const stream = new RandomStream(foldIn(randomKey(8), name));
  return Float32Array.from({ length: size }, () => stream.normal());
}

const INPUTS = {
  features: { shape: [ROWS, HIDDEN], dtype: "float32" },
  weight: { shape: [VOCAB, HIDDEN], dtype: "float32" },
  bias: { shape: [VOCAB], dtype: "float32" },
  weights: { shape: [ROWS], dtype: "float32" },
} as const;

// Tokens that several rows have, so that their gradients add up.
const TARGETS = Int32Array.from({ length: ROWS }, (_, i) => (i % 5) * 1003);

const targetsOf = () => tf.tensor1d(TARGETS, "int32");

/** Losses and all gradients by the plain operations, which hold all logits. */
const plain: Computation<keyof typeof INPUTS> = ({ features, weight, bias, weights }) => {
  const oneHot = tf.cast(tf.oneHot(targetsOf(), VOCAB), "float32");
  const losses = (features: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor) =>
    crossEntropy(tf.add(tf.matMul(features, weight, false, true), bias), oneHot, weights);
  return withGradients(losses, [features, weight, bias]);
};

const fused: Computation<keyof typeof INPUTS> = ({ features, weight, bias, weights }) => ({
  ...withGradients(
    (features, weight, bias) =>
      tf.neg(
        tf.mul(weights, linearLogProbabilities({ features, weight, bias }, targetsOf(), PARTS)),
      ),
    [features, weight, bias],
  ),
  best: tf.cast(linearArgMax({ features, weight, bias }, PARTS), "float32"),
});

type Three = [tf.Tensor, tf.Tensor, tf.Tensor];

function withGradients(losses: (...inputs: Three) => tf.Tensor, inputs: Three) {
  const total = (...all: tf.Tensor[]) => tf.sum(tf.square(losses(...all as Three)));
  const [features, weight, bias] = tf.grads(total)(inputs) as Three;
  return {
    losses: losses(...inputs),
    "gradient/features": features,
    "gradient/weight": weight,
    "gradient/bias": bias,
  };
}

async function run(compute: Computation): Promise<Record<string, Float32Array>> {
  const program = await prepare({ compute, inputs: INPUTS });
  const outputs = Object.fromEntries(
    Object.entries(program.specs().outputs).map(([name, { shape }]) => [
      name,
      new Float32Array(shape.reduce((product, n) => product * n, 1)),
    ]),
  );
  const inputs = Object.fromEntries(
    Object.entries(INPUTS).map(([name, { shape }]) => [
      name,
      draw(name, shape.reduce((product: number, n) => product * n, 1)),
    ]),
  );
  await program.bind({ inputs, outputs }).run();
  await program.release();
  return outputs;
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((worst, x, i) => Math.max(worst, Math.abs(x - b[i]!)), 0);
}

const largest = (a: Float32Array) => a.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

Deno.test("linearLogProbabilities() gives the losses and gradients of all logits held at once", async () => {
  const expected = await run(plain), found = await run(fused);
  for (const name of ["losses", "gradient/features", "gradient/weight", "gradient/bias"]) {
    const difference = largestDifference(expected[name]!, found[name]!);
    ok(difference <= 1e-5 * largest(expected[name]!), name);
  }
});

Deno.test("linearArgMax() finds the most probable tokens part by part", async () => {
  const { best } = await run(fused);
  const features = draw("features", ROWS * HIDDEN), weight = draw("weight", VOCAB * HIDDEN);
  const bias = draw("bias", VOCAB);
  const expected = Float32Array.from({ length: ROWS }, (_, row) => {
    let most = -Infinity, token = 0;
    for (let v = 0; v < VOCAB; v++) {
      let logit = bias[v]!;
      for (let h = 0; h < HIDDEN; h++) {
        logit += features[row * HIDDEN + h]! * weight[v * HIDDEN + h]!;
      }
      if (logit > most) [most, token] = [logit, v];
    }
    return token;
  });
  assertEquals(best, expected);
});

Deno.test("linearLogProbabilities() is the same eager as compiled", async () => {
  const small = {
    features: { shape: [6, 4], dtype: "float32" },
    weight: { shape: [9, 4], dtype: "float32" },
    bias: { shape: [9], dtype: "float32" },
    weights: { shape: [6], dtype: "float32" },
  } as const;
  const inputs = Object.fromEntries(
    Object.entries(small).map(([name, { shape }]) => [
      name,
      draw(name, shape.reduce((product: number, n) => product * n, 1)),
    ]),
  );
  const compute: Computation<keyof typeof small> = ({ features, weight, bias, weights }) => {
    const targets = tf.tensor1d([0, 1, 1, 8, 3, 3], "int32");
    return withGradients(
      (features, weight, bias) =>
        tf.mul(weights, linearLogProbabilities({ features, weight, bias }, targets)),
      [features, weight, bias],
    );
  };
  const program = await prepare({ compute, inputs: small });
  const compiled = {
    losses: new Float32Array(6),
    "gradient/features": new Float32Array(24),
    "gradient/weight": new Float32Array(36),
    "gradient/bias": new Float32Array(9),
  };
  await program.bind({ inputs, outputs: compiled }).run();
  await program.release();
  await tf.setBackend("cpu");
  tf.tidy(() => {
    const tensors = Object.entries(small).map(([name, { shape }]) =>
      [name, tf.tensor(inputs[name]!, [...shape])] as const
    );
    const eager = compute(Object.fromEntries(tensors) as Record<keyof typeof small, tf.Tensor>);
    for (const [name, array] of Object.entries(compiled)) {
      const expected = eager[name]!.dataSync() as Float32Array;
      ok(largestDifference(expected, array) <= 1e-5 * largest(expected), name);
    }
  });
});
