import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import { randomKey } from "../random/mod.ts";
import { writeSafetensors } from "../tensor/safetensors_io.ts";
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
      /"vocab_embed.embedding" must be F32, F16 or BF16 \[5,16\]: got F32 \[5,8\]: are/,
    );
    await rejects(readCheckpoint(`${folder}/none`), /"\/.*none": there is no such folder$/);
    await Deno.mkdir(`${folder}/none`);
    await rejects(readCheckpoint(`${folder}/none`), /it has no config\.json$/);
    const file = `${folder}/config.json`;
    await rejects(readCheckpoint(file), /config\.json": it is a file, not a folder$/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("readCheckpoint() refuses weights that are not finite, and names the tensor", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (const value of [NaN, Infinity, -Infinity]) {
      for (const dtype of ["F32", "F16"] as const) {
        const parameters = initialParameters(config, randomKey(0));
        const [name, { data }] = Object.entries(parameters).at(-1)!;
        data[1] = value;
        await writeCheckpoint(folder, { config, parameters }, { dtype });
        await rejects(readCheckpoint(folder), ({ message }: Error) => {
          ok(message.includes(`"${name}" holds ${value} at element 1: `), message);
          return true;
        });
      }
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("readCheckpoint() names the file, the key and the value of sizes that are none", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await writeCheckpoint(folder, { config, parameters: initialParameters(config, randomKey(0)) });
    const { vocab: _, ...rest } = config;
    for (
      const [content, message] of [
        ["{", /Cannot read ".*config.json": it is no JSON; copy the checkpoint anew: /],
        ["[]", /Cannot read ".*config.json": it must be an object/],
        [rest, /"vocab" must be an integer of at least 1: got nothing: is it another project's/],
        [{ ...config, causl: true }, /"causl" is not known: .* A checkpoint has vocab, length, /],
        [{ ...config, nBlocks: "2" }, /"nBlocks" must be an integer of at least 1: got "2": take/],
        [{ ...config, numClasses: -1 }, /"numClasses" must be an integer of at least 0: got -1/],
        [{ ...config, architecture: "constructor" }, /"architecture" must be one of dit/],
        [{ ...config, nBlocks: 1e9 }, /"nBlocks" must be at most 10000: got 1000000000/],
        [{ ...config, qualityBlocks: 1e9 }, /"qualityBlocks" must be at most 10000/],
        [{ ...config, hiddenSize: 1e12 }, /"hiddenSize" must be at most 16777216/],
        [{ ...config, causal: 1 }, /"causal" must be true or false: got 1/],
        [{ ...config, maskId: 5 }, /"maskId" must be below vocab \(5\): got 5/],
        [{ ...config, nHeads: 3 }, /"hiddenSize" must be a multiple of 2 · nHeads \(6\): got 8/],
      ] as const
    ) {
      const text = typeof content === "string" ? content : JSON.stringify(content);
      await Deno.writeTextFile(`${folder}/config.json`, text);
      await rejects(readCheckpoint(folder), message);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("readCheckpoint() widens bfloat16 to the float32 of the same value", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const parameters = initialParameters(config, randomKey(0));
    await writeCheckpoint(folder, { config, parameters });
    const upperHalves = (data: Float32Array<ArrayBuffer>) =>
      Uint16Array.from(new Uint32Array(data.buffer), (bits) => bits >>> 16);
    const narrow = Object.fromEntries(
      Object.entries(parameters).map(([name, { shape, data }]) => [
        name,
        { dtype: "BF16" as const, shape, data: upperHalves(data) },
      ]),
    );
    await writeSafetensors(`${folder}/model.safetensors`, narrow);
    const read = (await readCheckpoint(folder)).parameters;
    for (const [name, { data }] of Object.entries(parameters)) {
      // Seven bits of the fraction are kept, the others cut off.
      ok(data.every((x, i) => Math.abs(x - read[name]!.data[i]!) <= 2 ** -7 * Math.abs(x)), name);
      ok(data.every((x, i) => x * read[name]!.data[i]! >= 0), name);
    }
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
      const rounded = half.parameters[name]!.data;
      ok(
        data.every((x, i) =>
          Math.abs(x - rounded[i]!) <= Math.max(2 ** -11 * Math.abs(x), 2 ** -25)
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
