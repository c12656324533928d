import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import molecules from "../tasks/data/molecules.ts";
import bound from "../tasks/eval/bound.ts";

const TABLE = ["smiles,part", "CCO,train", "CC(=O)O,train", "CCN,train", "CCC,test", "OCCN,test"];

const HIDDEN = 16, CONDITION = 8;

/** The parameters as docs/checkpoints.md names them, of one block. */
function shapes(vocab: number): Record<string, number[]> {
  const H = HIDDEN, C = CONDITION;
  return {
    "vocab_embed.embedding": [vocab, H],
    ...{ "sigma_map.mlp.0.weight": [C, 256], "sigma_map.mlp.0.bias": [C] },
    ...{ "sigma_map.mlp.2.weight": [C, C], "sigma_map.mlp.2.bias": [C] },
    ...{ "blocks.0.norm1.weight": [H], "blocks.0.norm2.weight": [H] },
    ...{ "blocks.0.attn_qkv.weight": [3 * H, H], "blocks.0.attn_out.weight": [H, H] },
    ...{ "blocks.0.mlp.0.weight": [4 * H, H], "blocks.0.mlp.0.bias": [4 * H] },
    ...{ "blocks.0.mlp.2.weight": [H, 4 * H], "blocks.0.mlp.2.bias": [H] },
    "cond_map.embedding_table.weight": [1, C],
    "blocks.0.adaLN_modulation.weight": [6 * H, C],
    "blocks.0.adaLN_modulation.bias": [6 * H],
    "output_layer.norm_final.weight": [H],
    "output_layer.adaLN_modulation.weight": [2 * H, C],
    "output_layer.adaLN_modulation.bias": [2 * H],
    ...{ "output_layer.linear.weight": [vocab, H], "output_layer.linear.bias": [vocab] },
  };
}

/** The bytes of a safetensors file, made with nothing of this program. */
function safetensors(vocab: number, metadata: Record<string, string>): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let numbers = 0;
  for (const [name, shape] of Object.entries(shapes(vocab))) {
    const size = shape.reduce((product, n) => product * n, 1);
    const data_offsets = [4 * numbers, 4 * (numbers + size)];
    header[name] = { dtype: "F32", shape, data_offsets };
    numbers += size;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + 4 * numbers), view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  for (let i = 0; i < numbers; i++) {
    view.setFloat32(8 + text.length + 4 * i, 0.2 * Math.sin(12.9898 * (i + 1)), true);
  }
  return bytes;
}

async function runCommand(name: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-check", "--allow-all"],
      ...[new URL(`../src/commands/${name}.ts`, import.meta.url).pathname, ...args],
    ],
    env: { NO_COLOR: "1" },
  }).output();
  strictEqual(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

Deno.test("A checkpoint that another program wrote is sampled, exported and judged", async () => {
  const folder = await Deno.makeTempDir(), at = (name: string) => join(folder, name);
  const context = {
    ...{ scratch: folder, cpus: 1, signal: new AbortController().signal },
    ...{ progress() {}, log() {}, record() {} },
  };
  try {
    await Deno.writeTextFile(at("mine.csv"), TABLE.join("\n"));
    await molecules.run({
      ...context,
      params: molecules.params.parse({ split: { column: "part" } }),
      inputs: { file: at("mine.csv"), tokens: undefined },
      outputs: { dataset: at("dataset") },
    });
    const meta = JSON.parse(await Deno.readTextFile(at("dataset/meta.json")));
    const { tokens, length, bosId, eosId, padId, maskId } = meta;
    const checkpoint = at("checkpoint");
    await Deno.mkdir(checkpoint);
    const sizes = { hiddenSize: HIDDEN, nBlocks: 1, nHeads: 2, condDim: CONDITION, numClasses: 0 };
    const config = { ...sizes, vocab: tokens.length, length, maskId };
    await Deno.writeTextFile(join(checkpoint, "config.json"), JSON.stringify(config));
    await Deno.writeTextFile(
      join(checkpoint, "tokens.json"),
      JSON.stringify({ tokens, bosId, eosId, padId, maskId }),
    );
    await Deno.writeFile(
      join(checkpoint, "model.safetensors"),
      safetensors(tokens.length, { objective: "mdm" }),
    );

    const drawn = await runCommand("sample", checkpoint, "--count", "16", "--T", "4");
    const lines = drawn.split("\n").slice(0, -1);
    const spelled = new Set(tokens.join(""));
    ok(lines.length > 0 && lines.every((line) => [...line].every((sign) => spelled.has(sign))));

    await runCommand("export", checkpoint, "--to", at("model.onnx"));
    ok((await Deno.stat(at("model.onnx"))).size > 10_000);

    await bound.run({
      ...context,
      params: bound.params.parse({ draws: 2 }),
      inputs: { dataset: at("dataset"), checkpoint },
      outputs: { bound: at("bound.json") },
    });
    const judged = JSON.parse(await Deno.readTextFile(at("bound.json")));
    deepStrictEqual(judged.training, { objective: "mdm" });
    ok(judged.perplexity > 1 && judged.perplexity < 1000, judged.perplexity);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
