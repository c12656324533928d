import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { maxError, readGolden } from "../../../tests/golden_fixture.ts";
import { readTextGolden } from "../../../tests/text_golden_fixture.ts";
import { createDenoiser } from "../../model/denoiser.ts";
import { randomKey } from "../../random/key.ts";
import { type BlockDecodeOptions, decodeBlocks } from "./blocks/block_decode.ts";
import { correct } from "../denoising/corrector.ts";
import { maskedPosterior } from "../testing/masked_posterior.ts";
import { Predictor } from "../denoising/predictor.ts";
import { sameLabel } from "../testing/toy_denoiser.ts";

const ROWS = 4, ALL_ROWS = [0, 1, 2, 3];

async function setUp() {
  const golden = await readGolden();
  return { ...golden, denoiser: createDenoiser(golden.parameters, golden.config) };
}

for (const gamma of [1, 0, 2, 3.5]) {
  Deno.test(`maskedPosterior() reproduces PyTorch's at gamma = ${gamma}`, async () => {
    const { denoiser, config, floats, integers } = await setUp();
    const { length, vocab, maskId } = config, z = integers("z");
    const predictor = new Predictor(denoiser, integers("cond"), { gamma });
    await predictor.refresh("z", ALL_ROWS, z, "guided");
    const posterior = new Float64Array(ROWS * length * vocab);
    for (let i = 0; i < z.length; i++) {
      maskedPosterior(
        posterior.subarray(i * vocab, (i + 1) * vocab),
        predictor.xTheta("z", Math.floor(i / length), i % length, "guided"),
        z[i]!,
        { alphaT: 0.4, alphaS: 0.55 },
        maskId,
      );
    }
    const name = "posterior.t0.6_s0.45";
    const expected = floats(gamma === 1 ? name : `cfg.gamma${gamma.toFixed(1)}.${name}`);
    ok(maxError(posterior, expected) <= 2e-4, `${maxError(posterior, expected)}`);
    await denoiser.release();
  });
}

/** How far the corrector's last log-probabilities are from the golden ones at most, the mask's aside. */
function correctorError(predictor: Predictor, positions: number, expected: Float32Array): number {
  const { length, vocab, maskId } = predictor.denoiser;
  let error = 0;
  for (let i = 0; i < positions; i++) {
    const xTheta = predictor.xTheta("y", Math.floor(i / length), i % length, "conditional");
    for (let token = 0; token < vocab; token++) {
      if (token === maskId) continue;
      error = Math.max(error, Math.abs(Math.log(xTheta[token]!) - expected[i * vocab + token]!));
    }
  }
  return error;
}

for (const S of [1, 3]) {
  Deno.test(`correct() reproduces PyTorch's corrector of ${S} steps`, async () => {
    const { denoiser, config, floats, integers } = await setUp();
    const { maskId } = config, z = integers("z");
    const predictor = new Predictor(denoiser, integers("cond"));
    await predictor.refresh("z", ALL_ROWS, z, "conditional");
    const y = await correct(predictor, ALL_ROWS, z, undefined, { S }, {
      ...{ key: randomKey(0), firstRow: 0 },
    });
    assertEquals(
      z.map((token, i) => token === maskId ? token! : y[i]!),
      integers(`corrector.S${S}.z`),
    );
    const error = correctorError(predictor, z.length, floats(`corrector.S${S}.log_x_theta`));
    ok(error <= 2e-4, `${error}`);
    await denoiser.release();
  });
}

for (const S of [1, 2]) {
  Deno.test(`correct() that keeps tokens reproduces PyTorch's corrector of ${S} steps`, async () => {
    const { config, parameters, floats, integers } = await readTextGolden();
    const { length, maskId } = config, z = integers("z"), rows = z.length / length;
    const denoiser = createDenoiser(parameters, config), all = Array.from({ length: rows }).keys();
    const predictor = new Predictor(denoiser, new Int32Array(rows)), chosen = [...all];
    await predictor.refresh("z", chosen, z, "conditional");
    const context = { key: randomKey(0), firstRow: 0 };
    const first = await correct(predictor, chosen, z, undefined, { S: 0, prior: "kept" }, context);
    assertEquals(first, integers("kept.y0"));
    const y = await correct(predictor, chosen, z, undefined, { S, prior: "kept" }, context);
    assertEquals(z.map((token, i) => token === maskId ? token : y[i]!), integers(`kept.S${S}.z`));
    const error = correctorError(predictor, z.length, floats(`kept.S${S}.log_x_theta`));
    ok(error <= 2e-4, `${error}`);
    await denoiser.release();
  });
}

for (
  const [name, options] of [
    ["steps15.S0.omega1", { T: 15 }],
    ["steps15.S2.omega1", { T: 15, corrector: { S: 2 } }],
    ["steps6.S4.omega2", { T: 6, corrector: { S: 4, omega: 2 } }],
    ["steps30.S0.omega1.threshold0.3", { T: 30, threshold: 0.3 }],
    ["steps30.S3.omega1.threshold0.3", { T: 30, threshold: 0.3, corrector: { S: 3 } }],
  ] satisfies [string, Partial<BlockDecodeOptions>][]
) {
  Deno.test(`decodeBlocks() reproduces PyTorch's block.${name}`, async () => {
    const { denoiser, config, integers } = await setUp();
    const prompt = integers("x0").slice();
    for (let i = 0; i < prompt.length; i++) if (i % config.length >= 6) prompt[i] = config.maskId;
    const decoded = await decodeBlocks(denoiser, {
      ...{ key: randomKey(0), labels: sameLabel(ROWS, config.numClasses), prompt, blockLength: 6 },
      ...{ shareSteps: true, ...options },
    });
    assertEquals(decoded.tokens, integers(`block.${name}.tokens`));
    assertEquals(
      Int32Array.of(decoded.unmaskingSteps, decoded.correctorSteps),
      integers(`block.${name}.nfe`),
    );
    await denoiser.release();
  });
}
