/**
 * Times the engine's step as `training_step.py` times PyTorch's, in a process of its own so that its
 * memory can be measured; both speak JSON lines with bench/training_step.ts.
 */
import { TextLineStream } from "../../src/chem/text_line_stream.ts";
import { createDenoiser } from "../../src/model/denoiser.ts";
import { initialParameters } from "../../src/model/parameters.ts";
import { foldIn, randomKey, RandomStream } from "../../src/random/mod.ts";
import { sizeOf } from "../../src/tensor/graph.ts";
import { createProgram, type Elements } from "../../src/tensor/program.ts";
import { maskedObjective } from "../../src/training/objectives/mod.ts";
import { initialState } from "../../src/training/state.ts";
import { batchSpecs, traceStep } from "../../src/training/step.ts";
import type { StepJob } from "./peer.ts";

const stream = new RandomStream(foldIn(randomKey(0), "batch"));

/** A token or, for about half of them, a mask. */
const token = (maskId: number) =>
  stream.uniform() < 0.5 ? maskId : Math.floor(stream.uniform() * maskId);

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
    () => token(config.maskId),
  );
  const labels = new Int32Array(job.batch);
  return () => denoiser.evaluate(tokens, labels, job.batch);
}

async function step(job: StepJob): Promise<() => Promise<unknown>> {
  const config = configOf(job), corrector = job.objective === "proseco" ? {} : undefined;
  const objective = maskedObjective({ maskId: config.maskId, corrector });
  const options = { batchSize: job.batch, objective };
  const program = await createProgram(await traceStep(config, options), job);
  const { arrays } = initialState(config, initialParameters(config, randomKey(0)), options);
  const inputs: Record<string, Elements> = { ...arrays };
  for (const [name, { shape, dtype }] of Object.entries(batchSpecs(config, options))) {
    inputs[name] = new (dtype === "int32" ? Int32Array : Float32Array)(sizeOf(shape)).fill(1);
  }
  for (let i = 0; i < inputs.zt.length; i++) inputs.zt[i] = token(config.maskId);
  inputs.learningRate.fill(1e-3);
  const outputs: Record<string, Elements> = {};
  for (const [name, { shape }] of Object.entries(program.outputs)) {
    outputs[name] = inputs[name.replace(/^next\//, "")] ?? new Float32Array(sizeOf(shape));
  }
  return program.bind({ inputs, outputs });
}

const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream())
  .pipeThrough(new TextLineStream());
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
