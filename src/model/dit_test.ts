import { ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { maxError, readGolden } from "../../tests/golden_fixture.ts";
import { createDenoiser, passSizes } from "./denoiser.ts";
import { dit } from "./dit.ts";

Deno.test("dit() reproduces PyTorch's logits on the eager engine", async () => {
  const { config, parameters, floats, integers } = await readGolden();
  await tf.setBackend("cpu");
  const logits = tf.tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(parameters).map(([name, { shape, data }]) => [
        name,
        tf.tensor(data, [...shape]),
      ]),
    );
    const tokens = tf.tensor2d(integers("z"), [4, config.length], "int32");
    return dit(tensors, config, tokens, tf.tensor1d(integers("cond"), "int32")).dataSync();
  });
  ok(maxError(logits, floats("logits")) <= 2e-4);
});

Deno.test("createDenoiser() reproduces PyTorch's logits, whole batches and parts of them", async () => {
  const { config, parameters, floats, integers } = await readGolden();
  for (const maxRows of [1, 2, 4, 8]) {
    const denoiser = createDenoiser(parameters, config, { maxRows });
    const logits = await denoiser.evaluate(integers("z"), integers("cond"), 4);
    ok(maxError(logits, floats("logits")) <= 2e-4);
    const three = await denoiser.evaluate(integers("z"), integers("cond"), 3);
    ok(maxError(three, floats("logits").subarray(0, three.length)) <= 2e-4);
    await denoiser.release();
  }
});

Deno.test("passSizes() uses all rows, in passes of few sizes with little to fill up", () => {
  for (const maxRows of [1, 100, 256]) {
    for (let rows = 1; rows <= 600; rows++) {
      const passes = passSizes(rows, maxRows);
      const sum = (of: (pass: { size: number; used: number }) => number) =>
        passes.reduce((total, pass) => total + of(pass), 0);
      ok(sum(({ used }) => used) === rows, `${rows} in ${maxRows}`);
      ok(sum(({ size }) => size) <= rows / 0.875 + 16, `${rows} in ${maxRows}`);
      for (const { size } of passes) {
        ok(size === maxRows || size < maxRows && Number.isInteger(Math.log2(size)));
      }
    }
  }
});
