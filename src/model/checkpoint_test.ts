import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import { randomKey } from "../random/mod.ts";
import { writeSafetensors } from "../tensor/safetensors.ts";
import { readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { initialParameters } from "./parameters.ts";

const config = {
  vocab: 5,
  length: 4,
  hiddenSize: 8,
  nBlocks: 1,
  nHeads: 2,
  condDim: 4,
  numClasses: 2,
  maskId: 4,
};

Deno.test("readCheckpoint() reads what writeCheckpoint() wrote, and names what does not fit", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const parameters = initialParameters(config, randomKey(0));
    const checkpoint = { config, parameters, training: { objective: "mdm" } };
    await writeCheckpoint(folder, checkpoint);
    assertEquals(await readCheckpoint(folder), checkpoint);
    await Deno.writeTextFile(
      `${folder}/config.json`,
      JSON.stringify({ ...config, hiddenSize: 16 }),
    );
    await rejects(
      readCheckpoint(folder),
      /"vocab_embed.embedding" must be F32 or F16 \[5,16\]: got F32 \[5,8\]/,
    );
    await rejects(readCheckpoint(`${folder}/none`), /it has no config.json/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("readCheckpoint() knows the names of released checkpoints, with the model's prefix", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const parameters = initialParameters(config, randomKey(0));
    await writeCheckpoint(folder, { config, parameters });
    const wrapped = Object.fromEntries(
      Object.entries(parameters).map(([name, { shape, data }]) => [
        `backbone.${name}`,
        { dtype: "F32" as const, shape, data },
      ]),
    );
    await writeSafetensors(`${folder}/model.safetensors`, wrapped);
    assertEquals((await readCheckpoint(folder)).parameters, parameters);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("writeCheckpoint() in half precision rounds to 11 bits and takes half the bytes", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const parameters = initialParameters(config, randomKey(0));
    await writeCheckpoint(`${folder}/half`, { config, parameters }, { dtype: "F16" });
    await writeCheckpoint(`${folder}/whole`, { config, parameters });
    const half = await readCheckpoint(`${folder}/half`);
    for (const [name, { data }] of Object.entries(parameters)) {
      const rounded = half.parameters[name].data;
      ok(
        data.every((x, i) =>
          Math.abs(x - rounded[i]) <= Math.max(2 ** -11 * Math.abs(x), 2 ** -25)
        ),
      );
    }
    const bytes = async (name: string) =>
      (await Deno.stat(`${folder}/${name}/model.safetensors`)).size;
    ok(await bytes("half") < 0.75 * await bytes("whole"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
