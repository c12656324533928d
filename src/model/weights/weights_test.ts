import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import { LLADA_GOLDENS, readLladaGolden } from "../../../tests/llada_fixture.ts";
import { readSafetensors, writeSafetensors } from "../../tensor/safetensors_io.ts";
import { architectureOf } from "../architectures.ts";
import { readCheckpoint, writeCheckpoint } from "../checkpoint.ts";
import { readWeights } from "./weights.ts";

const INDEX = "model.safetensors.index.json";
const SHARDS = [1, 2].map((n) => `model-0000${n}-of-00002.safetensors`) as [string, string];
const NORM = "model.transformer.ln_f.weight";

/** Runs a test on a copy of a golden folder that it may spoil. */
async function withCopy(test: (folder: string) => Promise<void>): Promise<void> {
  const { folder } = await readLladaGolden("llada-tiny"), copy = await Deno.makeTempDir();
  try {
    for (const name of ["config.json", INDEX, ...SHARDS]) {
      await Deno.writeFile(`${copy}/${name}`, await Deno.readFile(`${folder}/${name}`));
    }
    await test(copy);
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
}

/** Changes the tensors of a file. */
async function change(path: string, changed: Readonly<Record<string, object | undefined>>) {
  const { tensors } = await readSafetensors(path);
  const all = Object.entries({ ...tensors, ...changed }).filter(([, tensor]) => tensor);
  await writeSafetensors(path, Object.fromEntries(all) as typeof tensors);
}

const floats = (size: number, dtype: "F32" | "I32" = "F32") => ({
  ...{ dtype, shape: [size] },
  data: dtype === "F32" ? new Float32Array(size) : new Int32Array(size),
});

Deno.test("weights in several files are read as their bfloat16 says", async () => {
  for (const name of LLADA_GOLDENS) {
    const { folder, parameters } = await readLladaGolden(name);
    for (const shard of SHARDS) {
      const { tensors } = await readSafetensors(`${folder}/${shard}`);
      for (const [name, { data, shape }] of Object.entries(tensors)) {
        assertEquals(parameters[name]!.shape, shape);
        const bits = new Uint32Array(parameters[name]!.data.buffer);
        ok(bits.every((word, i) => word === (data[i] as number) * 2 ** 16), name);
      }
    }
  }
});

Deno.test("a published checkpoint that was read is written and read again as one of this project", async () => {
  await withCopy(async (folder) => {
    const checkpoint = await readCheckpoint(folder);
    await writeCheckpoint(`${folder}/own`, checkpoint);
    assertEquals(await readCheckpoint(`${folder}/own`), checkpoint);
  });
});

Deno.test("weights that do not fit into memory are refused with both numbers before any is read", async () => {
  const { config, parameters } = await readLladaGolden("llada-tiny");
  const values = Object.values(parameters).reduce((sum, { data }) => sum + data.length, 0);
  await withCopy(async (folder) => {
    const spec = { parameters: architectureOf(config).parameters(config) };
    // Not finite: reading it would be an error of another kind.
    const { tensors } = await readSafetensors(`${folder}/${SHARDS[1]}`);
    const [name, { shape }] = Object.entries(tensors)[0]!;
    const data = new Float32Array(shape.reduce((size, n) => size * n, 1)).fill(NaN);
    await change(`${folder}/${SHARDS[1]}`, { [name]: { dtype: "F32", shape, data } });
    await rejects(readWeights(folder, spec, 4 * values), /holds NaN/);
    await rejects(
      readWeights(folder, spec, 123_000),
      new RegExp(
        `its weights take ${Number((4 * values / 1e9).toPrecision(3))} GB of memory, ` +
          "0.000123 GB can be had: .* deno task quantize",
      ),
    );
  });
});

Deno.test("weights that are missing, surplus or misshapen are named with their file", async () => {
  const spoil = (
    changed: Readonly<Record<string, object | undefined>>,
    message: RegExp,
    indexed: (map: Record<string, string>) => void = () => {},
  ) =>
    withCopy(async (folder) => {
      await change(`${folder}/${SHARDS[1]}`, changed);
      const index = JSON.parse(await Deno.readTextFile(`${folder}/${INDEX}`));
      indexed(index.weight_map);
      await Deno.writeTextFile(`${folder}/${INDEX}`, JSON.stringify(index));
      await rejects(readCheckpoint(folder), message);
    });
  await spoil(
    { [NORM]: undefined },
    /index.json says that "model.transformer.ln_f.weight" is in model-00002-of-00002.safetensors/,
  );
  await spoil(
    { [NORM]: undefined },
    /"model.transformer.ln_f.weight" must be F32, F16 or BF16 \[64\]: got nothing: .* model-00001/,
    (map) => delete map[NORM],
  );
  await spoil(
    { [NORM]: floats(63) },
    /"model.transformer.ln_f.weight" .* \[64\]: got F32 \[63\]: are config.json and model-00002/,
  );
  await spoil(
    { [NORM]: floats(64, "I32") },
    /"model.transformer.ln_f.weight" in model-00002-of-00002.safetensors must be .*: got I32/,
  );
  await spoil(
    { "model.transformer.extra": floats(2) },
    /"model.transformer.extra" in model-00002-of-00002.safetensors is no parameter of the network/,
  );
  await spoil(
    { "model.transformer.blocks.0.ff_norm.weight": floats(64) },
    /"model.transformer.blocks.0.ff_norm.weight" is in model-00001-.* and in model-00002-/,
  );
});

Deno.test("an index or a file of it that cannot be read is named", async () => {
  await withCopy(async (folder) => {
    await Deno.remove(`${folder}/${SHARDS[0]}`);
    await rejects(readCheckpoint(folder), /model-00001-of-00002.safetensors": the file cannot be/);
    for (
      const [text, message] of [
        ["{", /model.safetensors.index.json": it is no JSON/],
        ["{}", /index.json": weight_map must name a file of the folder for each tensor/],
        [`{"weight_map": {"a": "../b"}}`, /weight_map must name a file of the folder/],
      ] as const
    ) {
      await Deno.writeTextFile(`${folder}/${INDEX}`, text);
      await rejects(readCheckpoint(folder), message);
    }
    await Deno.remove(`${folder}/${INDEX}`);
    await rejects(readCheckpoint(folder), /model.safetensors": the file cannot be opened/);
  });
});

Deno.test("a file that is cut short is refused before anything is read of it", async () => {
  await withCopy(async (folder) => {
    const path = `${folder}/${SHARDS[1]}`, bytes = await Deno.readFile(path);
    for (
      const [length, message] of [
        [bytes.length - 1, /does not fit the file; is it cut short\?/],
        [100, /the header claims \d+ bytes/],
        [3, /shorter than its 8-byte header size/],
      ] as const
    ) {
      await Deno.writeFile(path, bytes.subarray(0, length));
      await rejects(readCheckpoint(folder), message);
    }
  });
});
