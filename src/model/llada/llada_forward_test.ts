import { ok } from "node:assert/strict";
import { LLADA_GOLDENS, readLladaGolden } from "../../../tests/llada_fixture.ts";
import { maxError } from "../../../tests/golden_fixture.ts";
import { createDenoiser } from "../denoiser.ts";
import type { DenoiserPart } from "../parts/denoiser_part.ts";
import { initialParameters } from "../parameters.ts";
import { randomKey } from "../../random/mod.ts";
import { passOperations } from "./llada_operations.ts";
import { parameterSpecs } from "./llada_parameters.ts";
import type { LladaConfig } from "./llada_config.ts";

const ROWS = 3, LENGTH = 40, VOCAB = 160;

for (const name of LLADA_GOLDENS) {
  for (const engine of ["compiled", "cpu"] as const) {
    Deno.test(`${name} gives PyTorch's logits on the ${engine} engine where tokens are seen`, async () => {
      const { config, parameters, floats, integers } = await readLladaGolden(name);
      const denoiser = createDenoiser(parameters, config, { engine }), seen = integers("seen");
      const { logits } = await denoiser.evaluate(
        integers("tokens"),
        new Int32Array(ROWS),
        ROWS,
        seen,
      );
      await denoiser.release();
      const isSeen = (_: number, i: number) => seen[Math.floor(i / VOCAB)] === 1;
      const expected = floats("logits");
      ok(maxError(logits.filter(isSeen), expected.filter(isSeen)) <= 2e-4);
      // What is not seen would change the rest: the mask is not idle.
      ok(seen.includes(0));
    });
  }

  Deno.test(`${name} makes of a filled-up row what it makes of the row alone`, async () => {
    const { config, parameters, integers } = await readLladaGolden(name);
    const seen = integers("seen"), start = seen.indexOf(1), tokens = integers("tokens");
    const whole = createDenoiser(parameters, config);
    const { logits } = await whole.evaluate(tokens, new Int32Array(ROWS), ROWS, seen);
    const alone = createDenoiser(parameters, { ...config, length: LENGTH - start });
    const row = tokens.slice(start, LENGTH);
    const { logits: expected } = await alone.evaluate(row, new Int32Array(1), 1);
    // Rotary positions differ, their differences do not.
    ok(maxError(logits.subarray(start * VOCAB, LENGTH * VOCAB), expected) <= 2e-4);
    const { logits: unmasked } = await whole.evaluate(tokens, new Int32Array(ROWS), ROWS);
    ok(maxError(unmasked.subarray(start * VOCAB, LENGTH * VOCAB), expected) > 1e-2);
    await whole.release();
    await alone.release();
  });
}

for (const name of LLADA_GOLDENS) {
  for (const engine of ["compiled", "cpu"] as const) {
    Deno.test(`${name} computes a part of the positions as it computes all, on the ${engine} engine`, async () => {
      const { config, parameters, integers } = await readLladaGolden(name);
      const tokens = integers("tokens"), seen = integers("seen"), labels = new Int32Array(ROWS);
      const denoiser = createDenoiser(parameters, config, { engine, maxRows: 2 });
      const start = 30, count = 7;
      const ofPart = (_: number, i: number) => {
        const position = Math.floor(i / VOCAB) % LENGTH;
        return position >= start && position < start + count;
      };
      const whole = async (tokens: Int32Array) =>
        (await denoiser.evaluate(tokens, labels, ROWS, seen)).logits.filter(ofPart);
      const part = (options: Partial<DenoiserPart> = {}) =>
        denoiser.evaluatePart!(changed, labels, ROWS, { start, count, seen, ...options });
      let changed = tokens;
      const expected = await whole(tokens);
      const { logits, kept } = await part({ keeps: true });
      ok(maxError(logits, expected) <= 1e-4);
      // What is kept of unchanged tokens is as good as new.
      ok(maxError((await part({ kept })).logits, expected) <= 1e-4);
      // A part sees itself as it is now.
      changed = tokens.map((token, i) => i % LENGTH === start + 2 ? (token + 1) % 150 : token);
      const own = (await part({ kept })).logits.slice();
      ok(maxError(own, expected) > 1e-2);
      // The others did not see the change: it is not what all anew would give, but near.
      const anew = await whole(changed);
      ok(maxError(own, anew) > 1e-4);
      ok(maxError(own, anew) < maxError(expected, anew));
      await denoiser.release();
    });
  }
}

const SIZES: LladaConfig = {
  architecture: "llada",
  ...{ vocab: 7, length: 6, hiddenSize: 16, nBlocks: 2, nHeads: 4, nKeyHeads: 2, mlpSize: 20 },
  ...{ numClasses: 0, maskId: 3 },
};

Deno.test("a causal network of LLaDA's shape sees no token to the right", async () => {
  const config = { ...SIZES, causal: true };
  const denoiser = createDenoiser(initialParameters(config, randomKey(4)), config);
  const evaluate = async (tokens: number[]) =>
    (await denoiser.evaluate(Int32Array.from(tokens), new Int32Array(1), 1)).logits.slice();
  const one = await evaluate([0, 1, 2, 4, 5, 6]), other = await evaluate([0, 1, 2, 4, 6, 0]);
  ok(maxError(one.subarray(0, 4 * 7), other.subarray(0, 4 * 7)) <= 1e-6);
  ok(maxError(one.subarray(4 * 7), other.subarray(4 * 7)) > 1e-4);
  await denoiser.release();
});

Deno.test("passOperations() of LLaDA counts two for each weight and token, and attention's", () => {
  const { length, nBlocks, hiddenSize, vocab } = SIZES;
  const weights = parameterSpecs(SIZES)
    .filter(({ name, shape }) => shape.length === 2 && !name.endsWith("wte.weight"))
    .reduce((sum, { shape }) => sum + shape[0]! * shape[1]!, 0);
  ok(weights > vocab * hiddenSize);
  const attention = nBlocks * 2 * 2 * length ** 2 * hiddenSize;
  ok(passOperations(SIZES) === 2 * length * weights + attention);
});
