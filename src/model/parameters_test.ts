import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { randomKey } from "../random/mod.ts";
import { parameterSpecs } from "./dit/dit_parameters.ts";
import { initialParameters } from "./parameters.ts";

const SMALL = {
  vocab: 40,
  length: 32,
  hiddenSize: 768,
  nBlocks: 12,
  nHeads: 12,
  condDim: 128,
  numClasses: 2,
  maskId: 39,
};

Deno.test("the parameters of dit are 92 million at the sizes of the released model", () => {
  const sizes = parameterSpecs(SMALL).map(({ shape }) => shape.reduce((n, m) => n * m, 1));
  assertEquals(Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1e6), 92);
});

Deno.test("initialParameters() starts modulations and output at zero and weights within bounds", () => {
  const config = { ...SMALL, hiddenSize: 16, nBlocks: 1, nHeads: 2, condDim: 8 };
  const parameters = initialParameters(config, randomKey(0));
  for (const [name, { data }] of Object.entries(parameters)) {
    if (/adaLN|output_layer.linear|bias/.test(name)) ok(data.every((x) => x === 0), name);
    if (/norm/.test(name)) ok(data.every((x) => x === 1), name);
  }
  const qkv = parameters["blocks.0.attn_qkv.weight"]!.data;
  ok(qkv.every((x) => Math.abs(x) <= 1 / 4) && qkv.some((x) => Math.abs(x) > 0.2));
});

Deno.test("initialParameters() draws the same parameters from the same key", () => {
  const config = { ...SMALL, hiddenSize: 16, nBlocks: 1, nHeads: 2, condDim: 8 };
  assertEquals(
    initialParameters(config, randomKey(5)),
    initialParameters(config, randomKey(5)),
  );
});
