import {
  deepStrictEqual as assertEquals,
  match,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { maxError } from "../../../tests/golden_fixture.ts";
import { readTextGolden } from "../../../tests/text_golden_fixture.ts";
import { describeUnread, readCheckpoint, writeCheckpoint } from "../checkpoint.ts";
import { createDenoiser } from "../denoiser.ts";

const { folder, ...golden } = await readTextGolden();

/** Copies the golden network to a folder with other keys in its configuration. */
async function withKeys(changed: object, test: (folder: string) => Promise<void>): Promise<void> {
  const copy = await Deno.makeTempDir();
  try {
    const keys = JSON.parse(await Deno.readTextFile(`${folder}/config.json`));
    await Deno.writeTextFile(`${copy}/config.json`, JSON.stringify({ ...keys, ...changed }));
    const weights = await Deno.readFile(`${folder}/model.safetensors`);
    await Deno.writeFile(`${copy}/model.safetensors`, weights);
    await test(copy);
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
}

Deno.test("a released network of text gives PyTorch's logits", async () => {
  const { config, parameters } = golden, { length, vocab, maskId } = config;
  const denoiser = createDenoiser(parameters, config);
  const { logits } = await denoiser.evaluate(golden.integers("z"), new Int32Array(3), 3);
  // The released code adds -1e6 to the mask's logit after the network.
  const expected = golden.floats("logits");
  const seen = (values: Float32Array) => values.filter((_, i) => i % vocab !== maskId);
  strictEqual(logits.length, 3 * length * vocab);
  ok(maxError(seen(logits), seen(expected)) <= 2e-4, `${maxError(seen(logits), seen(expected))}`);
  await denoiser.release();
});

Deno.test("a released network of text is written as one of this project, in half precision as well", async () => {
  const { config, parameters, training } = golden, copy = await Deno.makeTempDir();
  assertEquals([config.maskId, config.numClasses, training?.objective], [97, 0, "proseco"]);
  try {
    await writeCheckpoint(copy, golden);
    assertEquals(await readCheckpoint(copy), { config, parameters, training });
    await writeCheckpoint(copy, golden, { dtype: "F16" });
    const half = (await readCheckpoint(copy)).parameters;
    for (const [name, { data }] of Object.entries(parameters)) {
      ok(maxError(half[name]!.data, data) < 2e-3, name);
    }
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
});

Deno.test("keys that nobody knows are named where a released network is read, others are not", async () => {
  const changed = {
    ...{
      model_type: "mdlm",
      architectures: ["MDLM"],
      auto_map: {},
      transformers_version: "4.38.2",
    },
    ...{ n_experts: 4, dropout: 0 },
  };
  await withKeys(changed, async (folder) => {
    const checkpoint = await readCheckpoint(folder);
    strictEqual(checkpoint.training?.objective, "mdm");
    match(describeUnread(checkpoint)!, /keys that are not known .*: n_experts$/);
  });
  strictEqual(describeUnread(golden), undefined);
});

Deno.test("keys that change what a released network computes are refused", async () => {
  for (
    const [changed, message] of [
      [{ time_conditioning: true }, /"time_conditioning" must be false: .*: got true/],
      [{ n_heads: 5 }, /"hidden_dim" must be a multiple of 2 · n_heads \(10\): got 48/],
      [{ cfg: true }, /"cfg_num_classes" must be above 0 where cfg is true: got -1/],
      [{ cfg: true, cfg_num_classes: 2 }, /"cond_map.embedding_table.weight" must be/],
    ] as const
  ) {
    await withKeys(changed, (folder) => rejects(readCheckpoint(folder), message));
  }
});
