/**
 * Times the engine's step as `training_step.py` times PyTorch's, in a process of its own so that its
 * memory can be measured; both speak JSON lines with bench/training_step.ts.
 */
import { readLines } from "../../src/support/read_lines.ts";
import { createDenoiser } from "../../src/model/denoiser.ts";
import { loadNetwork } from "../../src/model/network.ts";
import { initialParameters } from "../../src/model/parameters.ts";
import { foldIn, randomKey, RandomStream } from "../../src/random/mod.ts";
import { allocateArrays } from "../../src/tensor/graph/bound_arrays.ts";
import { batchFiller } from "../../src/training/batches.ts";
import { maskedObjective } from "../../src/diffusion/objectives/masked.ts";
import { prepareStep } from "../../src/training/step/prepare_step.ts";
import { initialState } from "../../src/training/step/state.ts";
import { shownSpecs, stepSource, UPDATE_SCALARS } from "../../src/training/step/step.ts";
import type { StepJob } from "./peer.ts";

const stream = new RandomStream(foldIn(randomKey(0), "batch"));

const configOf = ({ length, vocab, hidden, blocks, heads }: StepJob) => ({
  vocab,
  length,
  hiddenSize: hidden,
  nBlocks: blocks,
  nHeads: heads,
  condDim: 64,
  numClasses: 2,
  maskId: vocab - 1,
});

function forward(job: StepJob): () => Promise<unknown> {
  const config = configOf(job);
  const denoiser = createDenoiser(initialParameters(config, randomKey(0)), config, job);
  const tokens = Int32Array.from(
    { length: job.batch * job.length },
    () => stream.uniform() < 0.5 ? config.maskId : Math.floor(stream.uniform() * config.maskId),
  );
  const labels = new Int32Array(job.batch);
  return () => denoiser.evaluate(tokens, labels, job.batch);
}

async function step(job: StepJob): Promise<() => Promise<unknown>> {
  const config = configOf(job), corrector = job.objective === "proseco" ? {} : undefined;
  const objective = maskedObjective({ maskId: config.maskId, corrector });
  const options = { batchSize: job.batch, objective }, network = await loadNetwork(config);
  const { arrays: state } = initialState(
    network,
    initialParameters(config, randomKey(0)),
    options,
  );
  const shown = allocateArrays(shownSpecs(network, options));
  const scalars = allocateArrays(UPDATE_SCALARS);
  const tokens = Uint16Array.from(
    { length: job.batch * job.length },
    () => Math.floor(stream.uniform() * config.maskId),
  );
  const data = { tokens, labels: new Uint8Array(job.batch), length: job.length };
  const settings = { ...options, noLabel: config.numClasses, labelDropout: 0.1 };
  batchFiller(data, randomKey(0), settings)(1, shown);
  scalars.learningRate!.fill(1e-3);
  scalars.step!.fill(1);
  const { run } = await prepareStep(stepSource(network, options), { shown, scalars, state }, {
    threads: job.threads,
  });
  return run;
}

const lines = readLines(Deno.stdin.readable);
let run: (() => Promise<unknown>) | undefined;
for await (const line of lines) {
  if (run === undefined) {
    const job = JSON.parse(line) as StepJob;
    run = job.objective === "forward" ? forward(job) : await step(job);
    continue;
  }
  const start = performance.now();
  await run();
  Deno.stdout.writeSync(new TextEncoder().encode(`${performance.now() - start}\n`));
}
