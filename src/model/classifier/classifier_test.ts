import { deepStrictEqual as assertEquals, ok, rejects, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { foldIn, randomKey, RandomStream } from "../../random/mod.ts";
import { createDenoiser } from "../denoiser.ts";
import type { DitConfig } from "../dit/dit_config.ts";
import { dit } from "../dit/dit.ts";
import { forward } from "../dit/dit_forward.ts";
import { classLogits } from "./class_logits.ts";
import { createClassifier } from "./classifier.ts";

const CONFIG: DitConfig = {
  ...{ vocab: 5, length: 4, maskId: 4, numClasses: 3, classifies: true },
  ...{ hiddenSize: 8, nBlocks: 1, nHeads: 2, condDim: 4 },
};

/** Parameters none of which is 0, so that nothing is left out. */
const PARAMETERS = Object.fromEntries(
  dit.parameters(CONFIG).map(({ name, shape }) => {
    const stream = new RandomStream(foldIn(randomKey(1), name));
    const size = shape.reduce((product, n) => product * n, 1);
    return [name, {
      shape,
      data: Float32Array.from({ length: size }, () => 0.4 * stream.normal()),
    }];
  }),
);

const TOKENS = Int32Array.of(0, 1, 4, 3, 4, 4, 4, 4, 2, 2, 1, 0), ROWS = 3;

/** Log-probabilities of the labels of one sequence of vectors `[length, vocab]`, on the eager engine. */
function eagerly(oneHot: Float32Array): Float32Array {
  return tf.tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(PARAMETERS).map((
        [name, { shape, data }],
      ) => [name, tf.tensor(data, [...shape])]),
    );
    const passed = forward(tensors, CONFIG, {
      tokens: tf.zeros([1, CONFIG.length], "int32"),
      labels: tf.tensor1d([CONFIG.numClasses], "int32"),
      oneHot: tf.tensor(oneHot, [CONFIG.length, CONFIG.vocab]),
    });
    return tf.logSoftmax(classLogits(passed, CONFIG)).dataSync() as Float32Array;
  });
}

const vectorsOf = (row: number) => {
  const vectors = new Float32Array(CONFIG.length * CONFIG.vocab);
  for (let i = 0; i < CONFIG.length; i++) {
    vectors[i * CONFIG.vocab + TOKENS[row * CONFIG.length + i]!] = 1;
  }
  return vectors;
};

Deno.test("evaluate() gives what the network says of tokens as vectors, in whole batches and parts", async () => {
  await tf.setBackend("cpu");
  for (const maxRows of [2, 8]) {
    const classifier = createClassifier(PARAMETERS, CONFIG, { maxRows });
    const said = await classifier.evaluate(TOKENS, ROWS);
    for (let row = 0; row < ROWS; row++) {
      eagerly(vectorsOf(row)).forEach((expected, label) => {
        const own = said[row * CONFIG.numClasses + label]!;
        ok(Math.abs(own - expected) < 1e-5, `${own} is not ${expected}`);
      });
    }
    await classifier.release();
  }
});

Deno.test("gradients() are those of the log-probability of each row's label, by small differences", async () => {
  await tf.setBackend("cpu");
  const classifier = createClassifier(PARAMETERS, CONFIG, { gradientRows: 2 });
  const labels = Int32Array.of(2, 0, 1), size = CONFIG.length * CONFIG.vocab, step = 0.01;
  const gradients = (await classifier.gradients(TOKENS, labels, ROWS)).slice();
  let largest = 0;
  for (let row = 0; row < ROWS; row++) {
    for (let i = 0; i < size; i++) {
      const at = (shift: number) => {
        const vectors = vectorsOf(row);
        vectors[i]! += shift;
        return eagerly(vectors)[labels[row]!]!;
      };
      const expected = (at(step) - at(-step)) / (2 * step), own = gradients[row * size + i]!;
      largest = Math.max(largest, Math.abs(own));
      ok(Math.abs(own - expected) < 2e-3, `${own} is not ${expected}`);
    }
  }
  ok(largest > 0.05, `no gradient is larger than ${largest}`);
  await classifier.release();
});

Deno.test("a causal classifier judges each prefix and takes no gradients", async () => {
  const classifier = createClassifier(PARAMETERS, { ...CONFIG, causal: true });
  const said = (await classifier.evaluate(TOKENS, ROWS)).slice();
  assertEquals(said.length, ROWS * CONFIG.length * CONFIG.numClasses);
  const other = (await classifier.evaluate(TOKENS.with(3, 0), ROWS)).slice();
  const before = 3 * CONFIG.numClasses;
  assertEquals(other.slice(0, before), said.slice(0, before));
  ok(Math.abs(other[before]! - said[before]!) > 1e-4);
  await rejects(classifier.gradients(TOKENS, Int32Array.of(0, 0, 0), ROWS), /judges prefixes/);
  await classifier.release();
});

Deno.test("networks of tokens and of labels are not taken for each other", () => {
  throws(() => createDenoiser(PARAMETERS, CONFIG), /the checkpoint is a classifier/);
  throws(
    () => createClassifier(PARAMETERS, { ...CONFIG, classifies: false }),
    /the network predicts tokens: give a checkpoint of train\/classifier/,
  );
});
