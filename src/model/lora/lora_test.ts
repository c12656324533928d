import { deepStrictEqual as assertEquals, ok, rejects, throws } from "node:assert/strict";
import { maxError } from "../../../tests/golden_fixture.ts";
import { readLladaGolden } from "../../../tests/llada_fixture.ts";
import { randomKey, RandomStream } from "../../random/mod.ts";
import { readSafetensors, writeSafetensors } from "../../tensor/safetensors_io.ts";
import { readCheckpoint } from "../checkpoint.ts";
import { createDenoiser } from "../denoiser.ts";
import type { SizedParameters } from "../parameters.ts";
import { addAdapters } from "./add_adapters.ts";
import { readAdapter, readAdapterConfig, writeAdapter } from "./adapter_files.ts";
import type { LoraConfig } from "./lora_config.ts";
import { mergeAdapters } from "./merge_adapters.ts";

const LORA: LoraConfig = { rank: 3, alpha: 6, targets: ["q_proj", "v_proj", "ff_out"] };

/** A golden network with adapters that were trained, or so it seems. */
async function adaptedGolden(name: "llada-tiny" | "llada-tiny-gqa" = "llada-tiny-gqa") {
  const golden = await readLladaGolden(name);
  const adapted = addAdapters(golden, LORA, randomKey(1)), stream = new RandomStream(randomKey(2));
  for (const [name, { data }] of Object.entries(adapted.parameters)) {
    if (name.endsWith("lora_B.weight")) data.forEach((_, i) => data[i] = 0.1 * stream.normal());
  }
  return { golden, adapted };
}

async function logitsOf({ config, parameters }: SizedParameters, tokens: Int32Array) {
  const denoiser = createDenoiser(parameters, config, { threads: 1 });
  const rows = tokens.length / config.length;
  const { logits } = await denoiser.evaluate(tokens, new Int32Array(rows), rows);
  await denoiser.release();
  return logits.slice();
}

Deno.test("new adapters change nothing, trained ones do, and a merged network equals base and adapter", async () => {
  for (const name of ["llada-tiny", "llada-tiny-gqa"] as const) {
    const { golden, adapted } = await adaptedGolden(name), tokens = golden.integers("tokens");
    const base = await logitsOf(golden, tokens);
    const fresh = await logitsOf(addAdapters(golden, LORA, randomKey(1)), tokens);
    assertEquals(maxError(fresh, base), 0);
    const expected = await logitsOf(adapted, tokens);
    ok(maxError(expected, base) > 0.1);
    const merged = mergeAdapters(adapted);
    assertEquals(Object.keys(merged.parameters), Object.keys(golden.parameters));
    assertEquals(merged.config, golden.config);
    ok(maxError(await logitsOf(merged, tokens), expected) < 1e-4);
  }
});

Deno.test("an adapter travels as PEFT writes it, and its folder is read as the network that it adapts", async () => {
  const { golden, adapted } = await adaptedGolden(), folder = await Deno.makeTempDir();
  try {
    await writeAdapter(folder, adapted.config, adapted.parameters);
    const { tensors } = await readSafetensors(`${folder}/adapter_model.safetensors`);
    const layer = "base_model.model.model.transformer.blocks.1.v_proj";
    assertEquals(tensors[`${layer}.lora_A.weight`]!.shape, [3, 64]);
    assertEquals(tensors[`${layer}.lora_B.weight`]!.shape, [32, 3]);
    assertEquals(Object.keys(tensors).length, 2 * 3 * 2);
    const path = `${folder}/adapter_config.json`;
    const config = JSON.parse(await Deno.readTextFile(path));
    assertEquals([config.peft_type, config.r, config.lora_alpha], ["LORA", 3, 6]);
    ok(config.target_modules.includes("model.transformer.blocks.0.ff_out"));
    ok(!config.target_modules.includes("model.transformer.ff_out"));

    const { lora } = (await readAdapterConfig(folder))!;
    const again = await readAdapter(folder, golden.config, lora);
    assertEquals(again.config, adapted.config);
    for (const [name, { data }] of Object.entries(again.parameters)) {
      assertEquals(data, adapted.parameters[name]!.data);
    }

    await rejects(readCheckpoint(folder), /it names no network: write the network's folder/);
    const named = { ...config, base_model_name_or_path: golden.folder };
    await Deno.writeTextFile(path, JSON.stringify(named));
    const whole = await readCheckpoint(folder);
    assertEquals(whole.parameters, mergeAdapters(adapted).parameters);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("an adapter that is computed otherwise, or made for another network, is refused", async () => {
  const { golden, adapted } = await adaptedGolden(), folder = await Deno.makeTempDir();
  try {
    await writeAdapter(folder, adapted.config, adapted.parameters);
    const path = `${folder}/adapter_config.json`;
    const config = JSON.parse(await Deno.readTextFile(path));
    for (
      const [changed, message] of [
        [{ peft_type: "LOHA" }, /"peft_type" must be "LORA": .*: got "LOHA"/],
        [{ use_rslora: true }, /"use_rslora" must be false: .*: got true/],
        [{ bias: "all" }, /"bias" must be "none": .*: got "all"/],
        [{ rank_pattern: { q_proj: 2 } }, /"rank_pattern" must be empty: /],
        [{ r: 0 }, /"r" must be at least 1: got 0/],
      ] as const
    ) {
      await Deno.writeTextFile(path, JSON.stringify({ ...config, ...changed }));
      await rejects(readAdapterConfig(folder), message);
    }
    await Deno.writeTextFile(path, "[");
    await rejects(readAdapterConfig(folder), /adapter_config\.json": it is no JSON/);

    const other = await readLladaGolden("llada-tiny");
    await rejects(
      readAdapter(folder, other.config, LORA),
      /"base_model\.model\..*v_proj\.lora_B\.weight" must be \[64,3\]: got \[32,3\]/,
    );
    await rejects(
      readAdapter(folder, golden.config, { rank: 2, alpha: 1 }),
      /must be \[2,64\]: got \[3,64\]/,
    );
    const weights = `${folder}/adapter_model.safetensors`;
    const { tensors } = await readSafetensors(weights);
    const head = "base_model.model.model.transformer.ff_out.lora_A.weight";
    const extra = { dtype: "F32", shape: [3, 64], data: new Float32Array(192) } as const;
    await writeSafetensors(weights, { ...tensors, [head]: extra });
    await rejects(
      readAdapter(folder, golden.config, LORA),
      /"base_model.model.model.transformer.ff_out.lora_A.weight" is no adapter of a layer/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("adapters are put on layers that are there, of a network that takes them", async () => {
  const golden = await readLladaGolden("llada-tiny"), key = randomKey(0);
  throws(
    () => addAdapters(golden, { ...LORA, targets: ["query"] }, key),
    /target "query" is no layer of a network of architecture "llada", which has q_proj, k_proj/,
  );
  const config = { vocab: 4, length: 2, numClasses: 0, maskId: 3 };
  throws(
    () => addAdapters({ config, parameters: {} }, LORA, key),
    /a network of architecture "dit" takes none/,
  );
});
