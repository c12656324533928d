import { ok } from "node:assert/strict";
import { maxError } from "../../../tests/golden_fixture.ts";
import { readGpt2Golden } from "../../../tests/gpt2_fixture.ts";
import { randomKey } from "../../random/mod.ts";
import { createDenoiser } from "../denoiser.ts";
import { initialParameters } from "../parameters.ts";
import type { Gpt2Config } from "./gpt2_config.ts";
import { passOperations } from "./gpt2_operations.ts";
import { parameterSpecs } from "./gpt2_parameters.ts";

for (const engine of ["compiled", "cpu"] as const) {
  Deno.test(`the golden GPT-2 gives transformers' logits on the ${engine} engine`, async () => {
    const { config, parameters, ids, floats } = await readGpt2Golden();
    const denoiser = createDenoiser(parameters, config, { engine });
    const { logits } = await denoiser.evaluate(ids, new Int32Array(4), 4);
    await denoiser.release();
    ok(maxError(logits, floats("logits")) <= 1e-4);
  });
}

const SIZES: Gpt2Config = {
  architecture: "gpt2",
  ...{ vocab: 7, length: 6, hiddenSize: 16, nBlocks: 2, nHeads: 4, innerSize: 20 },
  ...{ numClasses: 0, maskId: 6, causal: true },
};

Deno.test("a GPT-2 sees no token to the right, and what came before by its position", async () => {
  const denoiser = createDenoiser(initialParameters(SIZES, randomKey(4)), SIZES);
  const evaluate = async (tokens: number[]) =>
    (await denoiser.evaluate(Int32Array.from(tokens), new Int32Array(1), 1)).logits.slice();
  const one = await evaluate([0, 1, 2, 4, 5, 6]), other = await evaluate([0, 1, 2, 4, 6, 0]);
  ok(maxError(one.subarray(0, 4 * 7), other.subarray(0, 4 * 7)) <= 1e-6);
  ok(maxError(one.subarray(4 * 7), other.subarray(4 * 7)) > 1e-4);
  const turned = await evaluate([1, 0, 2, 4, 5, 6]);
  ok(maxError(one.subarray(5 * 7), turned.subarray(5 * 7)) > 1e-6);
  await denoiser.release();
});

Deno.test("passOperations() of GPT-2 counts two for each weight and token, and attention's", () => {
  const { length, nBlocks, hiddenSize } = SIZES;
  const weights = parameterSpecs(SIZES)
    .filter(({ name, shape }) => shape.length === 2 && name !== "wpe.weight")
    .reduce((sum, { shape }) => sum + shape[0]! * shape[1]!, 0);
  const attention = nBlocks * 2 * 2 * length ** 2 * hiddenSize;
  ok(passOperations(SIZES) === 2 * length * weights + attention);
});
