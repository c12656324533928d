/**
 * Sampling throughput: the row evaluator against the plain loop, which must draw the same tokens, and
 * against the published loop in PyTorch where PyTorch is installed.
 *
 * ```sh
 * deno run -A bench/sampling.ts CHECKPOINT [--count 1024] [--T 32] [--gamma 2] [--S 2] [--omega 2]
 *   [--batch 256] [--step argmax] [--topK 1] [--nucleus 1] [--python python3]
 * ```
 *
 * The published loop knows steps of the most probable tokens alone, of all tokens.
 *
 * @module
 */
import { parseArgs } from "node:util";
import {
  type MaskedSamplerOptions,
  sampleMasked,
} from "../src/diffusion/samplers/masked_sampler.ts";
import { readCheckpoint } from "../src/model/checkpoint.ts";
import { createDenoiser } from "../src/model/denoiser.ts";
import { randomKey } from "../src/random/mod.ts";

/** What one way of sampling took. */
interface Measurement {
  readonly name: string;
  readonly seconds: number;
  readonly evaluations: number;
}

const { values, positionals: [checkpoint] } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: {
    count: { type: "string", default: "1024" },
    T: { type: "string", default: "32" },
    gamma: { type: "string", default: "2" },
    S: { type: "string", default: "2" },
    omega: { type: "string", default: "2" },
    batch: { type: "string", default: "256" },
    step: { type: "string", default: "argmax" },
    topK: { type: "string" },
    nucleus: { type: "string", default: "1" },
    python: { type: "string", default: "python3" },
  },
});
const { count, T, gamma, S, omega, batch, nucleusP } = {
  ...{ count: Number(values.count), T: Number(values.T), gamma: Number(values.gamma) },
  ...{ S: Number(values.S), omega: Number(values.omega), batch: Number(values.batch) },
  nucleusP: Number(values.nucleus),
};
const STEPS = ["argmax", "sampled", "topK"] as const;
const step = STEPS.find((one) => one === values.step);
if (step === undefined) throw new Error(`--step is one of ${STEPS.join(", ")}: got ${values.step}`);
const topK = values.topK === undefined ? undefined : Number(values.topK);

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

function show(count: number, { name, seconds, evaluations }: Measurement): void {
  print(
    `${name.padEnd(34)} ${(count / seconds).toFixed(1).padStart(8)} sequences/s ` +
      `${evaluations.toFixed(1).padStart(7)} evaluations a sequence`,
  );
}

async function measure(name: string, options: Partial<MaskedSamplerOptions>) {
  const { config, parameters } = await readCheckpoint(checkpoint!);
  const denoiser = createDenoiser(parameters, config, { maxRows: batch });
  const settings = {
    ...{ key: randomKey(0), T, gamma, batch, nucleusP },
    corrector: S > 0 ? { S, omega, step, topK } : undefined,
    ...options,
  };
  const label = Math.min(1, config.numClasses);
  // Compiles the programs for all sizes of batches before the clock starts.
  await sampleMasked(denoiser, { ...settings, labels: new Int32Array(batch + 1).fill(label) });
  const started = performance.now();
  const samples = await sampleMasked(denoiser, {
    ...settings,
    labels: new Int32Array(count).fill(label),
  });
  const seconds = (performance.now() - started) / 1000;
  await denoiser.release();
  show(count, { name, seconds, evaluations: samples.evaluations });
  return samples.tokens;
}

async function measurePyTorch(rows: number): Promise<void> {
  const script = new URL("sampling_pytorch.py", import.meta.url).pathname;
  const settings = { checkpoint, count, T, gamma, S, omega, rows };
  try {
    const { success, stdout, stderr } = await new Deno.Command(values.python, {
      args: [script, JSON.stringify(settings)],
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr).trim().split("\n").at(-1));
    const { seconds, evaluations, version } = JSON.parse(new TextDecoder().decode(stdout));
    show(count, { name: `PyTorch ${version}, batches of ${rows}`, seconds, evaluations });
  } catch (error) {
    print(`PyTorch was not measured: ${(error as Error).message}`);
  }
}

if (checkpoint === undefined) {
  print("usage: deno run -A bench/sampling.ts CHECKPOINT [options]");
  Deno.exit(2);
}
print(
  `${count} sequences, T = ${T}, gamma = ${gamma}, S = ${S}, omega = ${omega}, ${step} steps, ` +
    `nucleus ${nucleusP}`,
);
const plain = await measure("plain loop", { reuse: false });
const compacted = await measure("only rows that changed", {});
const equal = Array.from(
  { length: count },
  (_, row) => row,
).filter((row) => {
  const length = plain.length / count, start = row * length;
  return plain.subarray(start, start + length).join() ===
    compacted.subarray(start, start + length).join();
}).length;
print(`${equal} of ${count} sequences are the same token for token`);
// The released evaluation draws 64 batches of 16.
if (step === "argmax" && nucleusP === 1) {
  for (const rows of [16, batch]) await measurePyTorch(rows);
}
