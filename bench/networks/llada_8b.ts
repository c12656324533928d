/**
 * A network of LLaDA-8B's size with random weights on this machine: written in bfloat16 shard by shard,
 * quantised by the command, and evaluated. Seconds and the most memory of each, each in a process of its
 * own; the evaluation beside the peak of matrix products.
 *
 * `deno run -A bench/networks/llada_8b.ts [--folder DIR] [--blocks 32] [--positions 512]`: a quarter of an hour
 * and 21 GB of disk at full size. What it writes is removed.
 */
import { parseArgs } from "node:util";
import { architectureOf } from "../../src/model/architectures.ts";
import { readCheckpoint } from "../../src/model/checkpoint.ts";
import { createDenoiser } from "../../src/model/denoiser.ts";
import { parseConfig } from "../../src/model/parse_config.ts";
import { randomKey, RandomStream } from "../../src/random/mod.ts";
import { matrixPeak } from "../../src/tensor/engines/matrix_peak.ts";
import type { NamedTensor } from "../../src/tensor/safetensors.ts";
import { writeSafetensors } from "../../src/tensor/safetensors_io.ts";
import { print } from "../../src/terminal/output.ts";

const SHARD_BYTES = 1e9;

/** Different random weights; all tensors are cut from them, each from a place of its own. */
const POOL = 2 ** 22 + 3;

const configOf = (blocks: number) =>
  JSON.stringify({
    ...{ model_type: "llada", d_model: 4096, n_layers: blocks, n_heads: 32, n_kv_heads: 32 },
    ...{ mlp_hidden_size: 12288, vocab_size: 126464, embedding_size: 126464 },
    ...{ max_sequence_length: 4096, rope_theta: 500000, rms_norm_eps: 1e-5 },
    ...{ weight_tying: false, include_bias: false, include_qkv_bias: false },
    ...{ activation_type: "silu", block_type: "llama", layer_norm_type: "rms" },
    mask_token_id: 126336,
  });

/** Writes a random network. */
async function write(folder: string, blocks: number): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const text = configOf(blocks), { config } = parseConfig(text, "config.json");
  const stream = new RandomStream(randomKey(0));
  const floats = Float32Array.from({ length: POOL }, () => 0.02 * stream.normal());
  const pool = Uint16Array.from(new Uint32Array(floats.buffer), (bits) => bits >>> 16);
  const map: Record<string, string> = {};
  let shard: Record<string, NamedTensor> = {}, bytes = 0, files = 0;
  const flush = async () => {
    const name = `model-${String(++files).padStart(5, "0")}.safetensors`;
    await writeSafetensors(`${folder}/${name}`, shard);
    for (const tensor of Object.keys(shard)) map[tensor] = name;
    [shard, bytes] = [{}, 0];
  };
  for (const { name, shape } of architectureOf(config).parameters(config)) {
    const data = new Uint16Array(shape.reduce((product, n) => product * n, 1));
    // 1 in bfloat16.
    if (shape.length === 1) data.fill(0x3f80);
    else {
      for (let at = 0; at < data.length;) {
        const part = pool.subarray(stream.integer(POOL / 2)).subarray(0, data.length - at);
        data.set(part, at);
        at += part.length;
      }
    }
    shard[name] = { dtype: "BF16", shape, data };
    bytes += data.byteLength;
    if (bytes >= SHARD_BYTES) await flush();
  }
  if (bytes > 0) await flush();
  await Deno.writeTextFile(`${folder}/config.json`, text);
  await Deno.writeTextFile(
    `${folder}/model.safetensors.index.json`,
    JSON.stringify({ weight_map: map }),
  );
}

/** Reads a network and evaluates one row of some masks, after once that is not timed. */
async function evaluate(folder: string, positions: number): Promise<void> {
  const started = performance.now(), { config, parameters } = await readCheckpoint(folder);
  const read = (performance.now() - started) / 1000;
  const denoiser = createDenoiser(parameters, { ...config, length: positions }, { maxRows: 1 });
  const tokens = Int32Array.from(
    { length: positions },
    (_, i) => i % 2 === 0 ? i : config.maskId,
  );
  const seconds: number[] = [];
  for (let round = 0; round < 2; round++) {
    const started = performance.now();
    const { logits } = await denoiser.evaluate(tokens, new Int32Array(1), 1);
    if (!logits.every(Number.isFinite)) throw new Error("logits are not finite");
    seconds.push((performance.now() - started) / 1000);
  }
  const operations = architectureOf(config).passOperations({ ...config, length: positions })!;
  await denoiser.release();
  print(JSON.stringify({
    read: +read.toFixed(1),
    first: +seconds[0]!.toFixed(1),
    seconds: +seconds[1]!.toFixed(1),
    gigaflops: +(operations / 1e9 / seconds[1]!).toFixed(1),
  }));
}

/** Runs a script in a process of its own. */
async function measure(what: string, script: URL, args: readonly string[]): Promise<void> {
  const started = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script.pathname, ...args],
    ...{ stdout: "piped", stderr: "inherit" },
  }).spawn();
  let peak = 0, ended = false;
  const watch = (async () => {
    while (!ended) {
      // It never falls, so that all but the last look is for nothing.
      const status = await Deno.readTextFile(`/proc/${child.pid}/status`).catch(() => "");
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0));
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();
  const { stdout, success } = await child.output();
  ended = true;
  await watch;
  if (!success) throw new Error(`${what} failed`);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const said = new TextDecoder().decode(stdout).trim();
  print(`${what}: ${seconds} s, at most ${(peak / 1e6).toFixed(1)} GB of memory. ${said}`);
}

const { values, positionals: [task] } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: {
    folder: { type: "string", default: "/tmp/llada-8b" },
    blocks: { type: "string", default: "32" },
    positions: { type: "string", default: "512" },
  },
});
const { folder, blocks, positions } = values, quantized = `${folder}-4bit`;
if (task === "write") await write(folder, Number(blocks));
else if (task === "evaluate") await evaluate(quantized, Number(positions));
else {
  const self = new URL(import.meta.url), rest = ["--folder", folder];
  const quantize = new URL("../../src/commands/quantize.ts", import.meta.url);
  try {
    print(`load ${Deno.loadavg().map((load) => load.toFixed(1)).join(", ")}`);
    print(`peak of matrix products: ${(await matrixPeak({ size: 2048 })).toFixed(0)} GFLOP/s`);
    await measure("writing", self, ["write", ...rest, "--blocks", blocks]);
    await measure("quantising", quantize, [folder]);
    await measure("evaluating", self, ["evaluate", ...rest, "--positions", positions]);
    print(`load ${Deno.loadavg().map((load) => load.toFixed(1)).join(", ")}`);
  } finally {
    await Deno.remove(folder, { recursive: true }).catch(() => {});
    await Deno.remove(quantized, { recursive: true }).catch(() => {});
  }
}
