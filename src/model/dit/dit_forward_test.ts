import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { maxError, readGolden } from "../../../tests/golden_fixture.ts";
import { createDenoiser } from "../denoiser.ts";
import { headLogits } from "../../tensor/ops/linear_log_probabilities.ts";
import { outputsOf } from "../architectures.ts";
import { dit } from "./dit.ts";
import { forward } from "./dit_forward.ts";

Deno.test("forward() reproduces PyTorch's logits on the eager engine", async () => {
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
    const labels = tf.tensor1d(integers("cond"), "int32");
    return headLogits(forward(tensors, config, { tokens, labels }).head()).dataSync();
  });
  ok(maxError(logits, floats("logits")) <= 2e-4);
});

Deno.test("createDenoiser() reproduces PyTorch's logits, whole batches and parts of them", async () => {
  const { config, parameters, floats, integers } = await readGolden();
  for (const maxRows of [1, 2, 4, 8]) {
    const denoiser = createDenoiser(parameters, config, { maxRows });
    const { logits } = await denoiser.evaluate(integers("z"), integers("cond"), 4);
    ok(maxError(logits, floats("logits")) <= 2e-4);
    const { logits: three } = await denoiser.evaluate(integers("z"), integers("cond"), 3);
    ok(maxError(three, floats("logits").subarray(0, three.length)) <= 2e-4);
    await denoiser.release();
  }
});

Deno.test("createDenoiser() gives a row the same bits however many others are beside it", async () => {
  const { config, parameters, integers } = await readGolden();
  const denoiser = createDenoiser(parameters, config);
  const rows = 37, { length, vocab } = config, own = integers("z").slice(0, length);
  const tokens = Int32Array.from({ length: rows * length }, (_, i) => own[i % length]!);
  const all = (await denoiser.evaluate(tokens, new Int32Array(rows), rows)).logits.slice();
  for (const count of [1, 2, 5, 16, 36]) {
    const { logits: some } = await denoiser.evaluate(tokens, new Int32Array(count), count);
    assertEquals(some, all.subarray(0, count * length * vocab), `${count} rows`);
  }
  await denoiser.release();
});

Deno.test("forward() gives the outputs that the architecture says it has", async () => {
  const { config } = await readGolden();
  await tf.setBackend("cpu");
  for (const kind of [config, { ...config, qualityBlocks: 0 }, { ...config, qualityBlocks: 1 }]) {
    tf.tidy(() => {
      const tensors = Object.fromEntries(
        dit.parameters(kind).map(({ name, shape }) => [name, tf.zeros([...shape])]),
      );
      const tokens = tf.zeros([1, config.length], "int32");
      const outputs = forward(tensors, kind, { tokens, labels: tf.zeros([1], "int32") });
      assertEquals(Object.keys(outputs), outputsOf(kind));
    });
  }
});
