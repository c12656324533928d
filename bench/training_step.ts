/**
 * Times a training step beside PyTorch's, in turns, and states the share of the machine's
 * matrix-product peak that ours reaches.
 *
 * deno run -A bench/training_step.ts [python]: a Python with PyTorch, python3 if left out.
 */
import { initialParameters } from "../src/model/parameters.ts";
import { foldIn, randomKey, RandomStream } from "../src/random/mod.ts";
import { sizeOf } from "../src/tensor/graph.ts";
import { matrixPeak } from "../src/tensor/matrix_peak.ts";
import { createProgram, type Elements } from "../src/tensor/program.ts";
import { initialState } from "../src/training/state.ts";
import { maskedObjective } from "../src/training/objectives/mod.ts";
import { batchSpecs, traceStep } from "../src/training/step.ts";
import { Peer } from "./peers/peer.ts";

const THREADS = navigator.hardwareConcurrency, ROUNDS = 9, WARMUP = 3;

const CASES = [
  { batch: 128, length: 24, hidden: 128, blocks: 4, heads: 4 },
  { batch: 128, length: 32, hidden: 128, blocks: 4, heads: 4 },
  { batch: 64, length: 32, hidden: 256, blocks: 6, heads: 8 },
  { batch: 32, length: 32, hidden: 768, blocks: 12, heads: 12 },
] as const;

type Case = typeof CASES[number] & { readonly objective: "mdm" | "proseco" };

async function ownStep(job: Case): Promise<{ run(): Promise<void>; release(): Promise<void> }> {
  const config = {
    vocab: 34,
    length: job.length,
    hiddenSize: job.hidden,
    nBlocks: job.blocks,
    nHeads: job.heads,
    condDim: 64,
    numClasses: 2,
    maskId: 33,
  };
  const options = {
    batchSize: job.batch,
    objective: maskedObjective({
      maskId: config.maskId,
      corrector: job.objective === "proseco" ? {} : undefined,
    }),
  };
  const program = await createProgram(await traceStep(config, options), { threads: THREADS });
  const { arrays } = initialState(config, initialParameters(config, randomKey(0)), options);
  const stream = new RandomStream(foldIn(randomKey(0), "batch"));
  const inputs: Record<string, Elements> = { ...arrays };
  for (const [name, { shape, dtype }] of Object.entries(batchSpecs(config, options))) {
    inputs[name] = new (dtype === "int32" ? Int32Array : Float32Array)(sizeOf(shape)).fill(1);
  }
  const half = inputs.zt.map((_, i) => stream.uniform() < 0.5 ? 33 : inputs.x0[i]);
  inputs.zt.set(half as Int32Array);
  inputs.learningRate.fill(1e-3);
  const outputs: Record<string, Elements> = {};
  for (const [name, { shape }] of Object.entries(program.model.outputs)) {
    outputs[name] = inputs[name.replace(/^next\//, "")] ?? new Float32Array(sizeOf(shape));
  }
  return { run: program.bind({ inputs, outputs }), release: () => program.release() };
}

/** Floating-point operations of the matrix products of a step: six for each weight and position. */
function operations({ batch, length, hidden, blocks, objective }: Case): number {
  const passes = objective === "proseco" ? 2 : 1;
  const weights = blocks * 12 * hidden ** 2 + 34 * hidden;
  const attention = blocks * 2 * length * hidden;
  return passes * 6 * batch * length * (weights + attention);
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];

const peak = await matrixPeak({ threads: THREADS });
print(`matrix products peak at ${peak.toFixed(0)} GFLOP/s on ${THREADS} threads`);
for (const sizes of CASES) {
  for (const objective of ["mdm", "proseco"] as const) {
    const job = { ...sizes, objective };
    const peer = await Peer.start("training_step.py", { ...job, threads: THREADS }, Deno.args[0]);
    const step = await ownStep(job);
    const ours: number[] = [], theirs: number[] = [];
    for (let round = -WARMUP; round < ROUNDS; round++) {
      const start = performance.now();
      await step.run();
      const own = performance.now() - start, other = await peer?.time();
      if (round < 0) continue;
      ours.push(own);
      if (other !== undefined) theirs.push(other);
    }
    await step.release();
    await peer?.stop();
    const own = median(ours), share = operations(job) / own / 1e6 / peak;
    const beside = peer === undefined
      ? "PyTorch is absent"
      : `PyTorch ${median(theirs).toFixed(0)} ms, ${(median(theirs) / own).toFixed(2)} times ours`;
    const name =
      `${objective} [${sizes.batch}, ${sizes.length}] d ${sizes.hidden} × ${sizes.blocks}`;
    print(
      `${name}: ${own.toFixed(0)} ms, ${(100 * share).toFixed(0)}% of the peak; ${beside}`,
    );
  }
}
