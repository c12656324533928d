import { deepStrictEqual as assertEquals, ok, throws } from "node:assert/strict";
import { maxError } from "../../../tests/golden_fixture.ts";
import { readGpt2Golden } from "../../../tests/gpt2_fixture.ts";
import type { NamedTensor } from "../../tensor/safetensors.ts";
import { writeSafetensors } from "../../tensor/safetensors_io.ts";
import { readCheckpoint } from "../checkpoint.ts";
import { newConfig } from "../new_config.ts";
import { parseConfig } from "../parse_config.ts";

const golden = await readGpt2Golden();
const tiny = JSON.parse(await Deno.readTextFile(`${golden.folder}/config.json`));

const parse = (changed: object) =>
  parseConfig(JSON.stringify({ ...tiny, ...changed }), "c.json").config;

Deno.test("a configuration with the keys of GPT-2 Large gives its sizes", () => {
  const released = { vocab_size: 50_257, n_positions: 1024, n_embd: 1280, n_layer: 36, n_head: 20 };
  assertEquals(parse(released), {
    architecture: "gpt2",
    ...{ vocab: 50_257, length: 1024, hiddenSize: 1280, nBlocks: 36, nHeads: 20 },
    ...{ normEpsilon: 1e-5, numClasses: 0, maskId: 50_256, causal: true },
  });
});

Deno.test("a configuration of a GPT-2 that is computed otherwise is refused by the key", () => {
  for (
    const [changed, message] of [
      [{ activation_function: "relu" }, /"activation_function" must be "gelu_new": .*: got "relu"/],
      [{ scale_attn_by_inverse_layer_idx: true }, /"scale_attn_by_inverse_layer_idx" must be fal/],
      [{ tie_word_embeddings: false }, /"tie_word_embeddings" must be true: .*: got false/],
      [{ n_embd: 50 }, /"n_embd" must be a multiple of n_head \(4\): got 50/],
      [{ n_layer: undefined }, /"n_layer" must be an integer of at least 1: got nothing/],
    ] as const
  ) throws(() => parse(changed), message);
});

Deno.test("a GPT-2 is read without what its names begin with, masks and a second head passed over", async () => {
  const folder = await Deno.makeTempDir();
  const tensors: Record<string, NamedTensor> = Object.fromEntries(
    Object.entries(golden.parameters).map(([name, { shape, data }]) => [
      name,
      { dtype: "F32", shape, data },
    ]),
  );
  const { shape, data } = golden.parameters["wte.weight"]!;
  const others: Record<string, NamedTensor> = {
    "h.0.attn.bias": { dtype: "U8", shape: [1, 1, 2, 2], data: new Uint8Array(4) },
    "h.0.attn.masked_bias": { dtype: "F32", shape: [1], data: new Float32Array(1) },
    "lm_head.weight": { dtype: "F32", shape, data },
  };
  await writeSafetensors(`${folder}/model.safetensors`, { ...tensors, ...others });
  await Deno.writeTextFile(`${folder}/config.json`, JSON.stringify(tiny));
  const { parameters } = await readCheckpoint(folder);
  assertEquals(Object.keys(parameters), Object.keys(golden.parameters));
  ok(maxError(parameters["ln_f.bias"]!.data, golden.parameters["ln_f.bias"]!.data) === 0);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a new network of GPT-2's shape has the sizes that are given, and is read back", () => {
  const sizes = { architecture: "gpt2", hiddenSize: 16, nBlocks: 1, nHeads: 4 };
  const facts = { vocab: 7, length: 6, numClasses: 0, maskId: 6, causal: true };
  const config = newConfig(sizes, facts);
  assertEquals(parseConfig(JSON.stringify(config), "c.json"), { config });
  const refuse = (changed: object, message: RegExp) =>
    throws(() => newConfig(sizes, { ...facts, ...changed }), message);
  refuse({ numClasses: 2 }, /numClasses \(2\) must be 0, since the network sees no labels/);
});
