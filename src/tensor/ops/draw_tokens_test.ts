import { deepStrictEqual as assertEquals } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { assertFollows } from "../../diffusion/testing/toy_denoiser.ts";
import { randomKey, RandomStream } from "../../random/mod.ts";
import { drawTokens } from "./draw_tokens.ts";

Deno.test("drawTokens() draws each token with its probability", async () => {
  await tf.setBackend("cpu");
  const rows = 6000, probabilities = [0.1, 0, 0.6, 0.3], stream = new RandomStream(randomKey(1));
  const tokens = tf.tidy(() => {
    const logits = tf.tile(tf.tensor2d([probabilities.map((p) => p === 0 ? -1e6 : Math.log(p))]), [
      rows,
      1,
    ]);
    const uniforms = Float32Array.from({ length: rows }, () => 1 - stream.uniform());
    return drawTokens(logits, tf.tensor1d(uniforms)).dataSync() as Int32Array;
  });
  assertFollows(tokens, 1, new Map(probabilities.map((p, token) => [String(token), p])));
});

Deno.test("drawTokens() never draws what has probability 0, at either end", async () => {
  await tf.setBackend("cpu");
  const logits = [-1e6, 0, 1, -1e6], uniforms = [1e-45, 1];
  const tokens = tf.tidy(() =>
    drawTokens(tf.tensor2d([logits, logits]), tf.tensor1d(uniforms)).dataSync()
  );
  assertEquals([...tokens], [1, 2]);
});
