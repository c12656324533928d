import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import { maxError } from "../../../tests/golden_fixture.ts";
import { LLADA_GOLDENS, readLladaGolden } from "../../../tests/llada_fixture.ts";
import { randomKey, RandomStream } from "../../random/mod.ts";
import { readSafetensors, writeSafetensors } from "../../tensor/safetensors_io.ts";
import { prepare } from "../../tensor/engines/prepare.ts";
import { architectureOf } from "../architectures.ts";
import { type Checkpoint, readCheckpoint } from "../checkpoint.ts";
import { createDenoiser, type DenoiserOptions } from "../denoiser.ts";
import { forwardSource, heldTensors } from "../forward.ts";
import { loadNetwork } from "../network.ts";
import { readWeights } from "../weights/weights.ts";
import { quantizeCheckpoint } from "./quantize_checkpoint.ts";
import { QuantizedParameter, quantizeMatrix } from "./quantized_parameter.ts";

/** Runs a test on the folder of a quantized golden network. */
async function withQuantized(
  name: typeof LLADA_GOLDENS[number],
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const parent = await Deno.makeTempDir(), { folder } = await readLladaGolden(name);
  try {
    await quantizeCheckpoint(folder, `${parent}/4bit`, { shardBytes: 20_000 });
    await test(`${parent}/4bit`);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

async function logitsOf(
  { config, parameters }: Pick<Checkpoint, "config" | "parameters">,
  tokens: Int32Array,
  options: DenoiserOptions,
) {
  const denoiser = createDenoiser(parameters, { ...config, length: 40 }, options);
  const rows = tokens.length / 40;
  const { logits } = await denoiser.evaluate(tokens, new Int32Array(rows), rows);
  await denoiser.release();
  return logits.slice();
}

Deno.test("a matrix in 4 bits is off by at most a scale, and meets the farthest element of a block", () => {
  const stream = new RandomStream(randomKey(0)), shape = [7, 70];
  const data = Float32Array.from({ length: 490 }, () => stream.normal());
  const { data: rounded, scales } = quantizeMatrix({ shape, data });
  data.forEach((x, i) => {
    const block = 3 * Math.floor(i / 70) + Math.floor(i % 70 / 32);
    // Opposite to the farthest element there is one value fewer.
    ok(Math.abs(x - rounded[i]!) <= 1.001 * Math.abs(scales[block]!), `${x} and ${rounded[i]}`);
  });
  const farthest = data.subarray(0, 32).reduce((a, b) => Math.abs(b) > Math.abs(a) ? b : a);
  const at = data.indexOf(farthest);
  ok(Math.abs(rounded[at]! - farthest) <= 1e-3 * Math.abs(farthest));
  assertEquals(
    quantizeMatrix({ shape: [1, 2], data: new Float32Array(2) }).data,
    new Float32Array(2),
  );
});

Deno.test("a quantized network computes what its widened weights do, near the logits of float32", async () => {
  for (const name of LLADA_GOLDENS) {
    const golden = await readLladaGolden(name), tokens = golden.integers("sft.z");
    await withQuantized(name, async (folder) => {
      const checkpoint = await readCheckpoint(folder);
      const matrices = Object.values(checkpoint.parameters)
        .filter((parameter) => parameter instanceof QuantizedParameter);
      assertEquals(matrices.length, 2 + 2 * 7);
      const logits = await logitsOf(checkpoint, tokens, { threads: 1 });
      const widened = Object.fromEntries(
        Object.entries(checkpoint.parameters).map(([name, { shape, data }]) => [
          name,
          { shape, data },
        ]),
      );
      const exact = await logitsOf({ ...checkpoint, parameters: widened }, tokens, { threads: 1 });
      ok(maxError(logits, exact) < 1e-3, `${maxError(logits, exact)}`);
      const eager = await logitsOf(checkpoint, tokens, { engine: "cpu" });
      ok(maxError(logits, eager) < 1e-3, `${maxError(logits, eager)}`);
      const float32 = await logitsOf(golden, tokens, { threads: 1 });
      const error = Math.hypot(...float32.map((x, i) => x - logits[i]!)) / Math.hypot(...float32);
      ok(error > 1e-3 && error < 0.15, `${name}: ${error}`);
    });
  }
});

Deno.test("a quantized network gives the same logits whether 4-bit elements are packed beforehand or fed", async () => {
  for (const name of LLADA_GOLDENS) {
    const golden = await readLladaGolden(name), tokens = golden.integers("sft.z");
    await withQuantized(name, async (folder) => {
      const { config, parameters } = await readCheckpoint(folder), rows = tokens.length / 40;
      const sized = { ...config, length: 40 }, { constants, fed } = heldTensors(parameters, true);
      assertEquals(Object.keys(constants).length, 2 + 2 * 7);
      const logits: Float32Array[] = [];
      for (
        const held of [{ constants, fed }, { constants: {}, fed: { ...constants, ...fed } }]
      ) {
        const source = forwardSource(await loadNetwork(sized), held);
        const program = await prepare(source, { threads: 1 });
        const weights = Object.entries(held.fed).map(([name, { data }]) => [name, data]);
        const inputs = { ...Object.fromEntries(weights), tokens };
        const outputs = { logits: new Float32Array(tokens.length * config.vocab) };
        await program.bind({ inputs, outputs }, rows).run();
        await program.release();
        logits.push(outputs.logits);
      }
      const error = maxError(logits[0]!, logits[1]!);
      ok(error < 1e-4, `${name}: ${error}`);
    });
  }
});

Deno.test("memory that a 4-bit network needs counts the elements twice, as they are and packed", async () => {
  await withQuantized("llada-tiny", async (folder) => {
    const { config, parameters } = await readCheckpoint(folder);
    const bytes = Object.values(parameters).reduce(
      (sum, parameter) =>
        sum +
        (parameter instanceof QuantizedParameter
          ? 2 * parameter.packed.byteLength + parameter.scales.byteLength
          : parameter.data.byteLength),
      0,
    );
    const spec = { parameters: architectureOf(config).parameters(config) };
    await readWeights(folder, spec, bytes);
    await rejects(readWeights(folder, spec, bytes - 1), /its weights take .* GB of memory/);
  });
});

Deno.test("a damaged 4-bit matrix, a folder that is there and a network that takes none are refused", async () => {
  await withQuantized("llada-tiny", async (folder) => {
    await rejects(quantizeCheckpoint(folder, folder), /Cannot write to ".*4bit": .*exists/);
    const path = `${folder}/model-00001.safetensors`, { tensors } = await readSafetensors(path);
    const name = "model.transformer.wte.weight.packed", { shape: [rows] } = tensors[name]!;
    const short = { dtype: "U8", shape: [rows!, 1, 16], data: new Uint8Array(16 * rows!) } as const;
    await writeSafetensors(path, { ...tensors, [name]: short });
    await rejects(
      readCheckpoint(folder),
      /"model.transformer.wte.weight.packed" must be U8 \[160,2,16\]: got U8 \[160,1,16\]/,
    );
  });
  const dit = new URL("../../../results/models/proseco", import.meta.url).pathname;
  await rejects(
    quantizeCheckpoint(dit, "/nowhere"),
    /architecture "dit" does not compute with 4 bits/,
  );
  await rejects(
    quantizeCheckpoint("/nowhere", "/n"),
    /Cannot quantize "\/nowhere": there is no such folder$/,
  );
});
