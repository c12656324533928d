import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import * as ort from "onnxruntime-node";
import { maxError, readGolden } from "../../tests/golden_fixture.ts";
import { readLladaGolden } from "../../tests/llada_fixture.ts";
import { initialParameters } from "./parameters.ts";
import { randomKey } from "../random/mod.ts";
import { createDenoiser } from "./denoiser.ts";
import { exportOnnx } from "./export_onnx.ts";

const { config, parameters, floats, integers } = await readGolden();
const { length, vocab } = config;

/** Runs an ONNX file on the first rows of the golden batch. */
async function runRows(session: ort.InferenceSession, rows: number) {
  return await session.run({
    tokens: new ort.Tensor("int32", integers("z").slice(0, rows * length), [rows, length]),
    labels: new ort.Tensor("int32", integers("cond").slice(0, rows), [rows]),
  });
}

Deno.test("an exported network gives PyTorch's logits for every batch size", async () => {
  const session = await ort.InferenceSession.create(await exportOnnx({ config, parameters }));
  for (const rows of [1, 3, 4]) {
    const { logits } = await runRows(session, rows);
    assertEquals(logits!.dims, [rows, length, vocab]);
    const expected = floats("logits").subarray(0, rows * length * vocab);
    ok(maxError(logits!.data as Float32Array, expected) <= 2e-4);
  }
  await session.release();
});

Deno.test("an exported network with a quality head judges as the network does", async () => {
  const judging = { ...config, qualityBlocks: 1 };
  const drawn = initialParameters(judging, randomKey(5));
  // New heads are all zero.
  for (const { data } of Object.values(drawn)) data.forEach((x, i) => data[i] = x + 0.01 * (i % 7));
  const session = await ort.InferenceSession.create(
    await exportOnnx({ config: judging, parameters: drawn }),
  );
  const { quality } = await runRows(session, 3);
  await session.release();
  const denoiser = createDenoiser(drawn, judging);
  const judged = await denoiser.evaluate(integers("z"), integers("cond"), 3);
  assertEquals(quality!.dims, [3, length]);
  ok(maxError(quality!.data as Float32Array, judged.quality!) <= 1e-4);
  await denoiser.release();
});

Deno.test("an exported network of LLaDA's shape takes tokens alone", async () => {
  const llada = await readLladaGolden("llada-tiny-gqa"), tokens = llada.integers("tokens");
  const session = await ort.InferenceSession.create(await exportOnnx(llada));
  assertEquals(session.inputNames, ["tokens"]);
  const { logits } = await session.run({ tokens: new ort.Tensor("int32", tokens, [3, 40]) });
  await session.release();
  // Nothing fills up the last two rows.
  const start = 40 * 160, found = (logits!.data as Float32Array).subarray(start);
  ok(maxError(found, llada.floats("logits").subarray(start)) <= 2e-4);
});

Deno.test("exportOnnx() refuses a network that no ONNX file can hold", async () => {
  const huge = { shape: [2 ** 29], data: { length: 2 ** 29 } as Float32Array<ArrayBuffer> };
  await rejects(exportOnnx({ config, parameters: { huge } }), /holds less than 2147483648 bytes/);
});
