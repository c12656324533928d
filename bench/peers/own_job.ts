import { maskedObjective } from "../../src/diffusion/objectives/masked.ts";
import { createDenoiser } from "../../src/model/denoiser.ts";
import { loadNetwork } from "../../src/model/network.ts";
import { initialParameters } from "../../src/model/parameters.ts";
import { foldIn, randomKey, RandomStream } from "../../src/random/mod.ts";
import type { EngineOptions } from "../../src/tensor/engines/prepare.ts";
import { allocateArrays } from "../../src/tensor/graph/bound_arrays.ts";
import { batchFiller } from "../../src/training/batches.ts";
import { prepareStep } from "../../src/training/step/prepare_step.ts";
import { initialState } from "../../src/training/step/state.ts";
import { shownSpecs, stepSource, UPDATE_SCALARS } from "../../src/training/step/step.ts";
import type { StepJob } from "./peer.ts";

/** What this project's engine does of a job, again and again. */
export interface OwnJob {
  /** Does it once. */
  run(): Promise<unknown>;
  /** Frees what it needs. */
  release(): Promise<void>;
}

type Sizes = Omit<StepJob, "warmup" | "steps">;

const stream = new RandomStream(foldIn(randomKey(0), "batch"));

const configOf = ({ length, vocab, hidden, blocks, heads }: Sizes) => ({
  vocab,
  length,
  hiddenSize: hidden,
  nBlocks: blocks,
  nHeads: heads,
  condDim: 64,
  numClasses: 2,
  maskId: vocab - 1,
});

function forward(job: Sizes, options: EngineOptions): OwnJob {
  const config = configOf(job);
  const denoiser = createDenoiser(initialParameters(config, randomKey(0)), config, options);
  const tokens = Int32Array.from(
    { length: job.batch * job.length },
    () => stream.uniform() < 0.5 ? config.maskId : Math.floor(stream.uniform() * config.maskId),
  );
  const labels = new Int32Array(job.batch);
  return {
    run: () => denoiser.evaluate(tokens, labels, job.batch),
    release: () => denoiser.release(),
  };
}

async function step(job: Sizes, options: EngineOptions): Promise<OwnJob> {
  const config = configOf(job), corrector = job.objective === "proseco" ? {} : undefined;
  const objective = maskedObjective({ maskId: config.maskId, corrector });
  const own = { batchSize: job.batch, objective }, network = await loadNetwork(config);
  const { arrays: state } = initialState(network, initialParameters(config, randomKey(0)), own);
  const shown = allocateArrays(shownSpecs(network, own));
  const scalars = allocateArrays(UPDATE_SCALARS);
  const tokens = Uint16Array.from(
    { length: job.batch * job.length },
    () => Math.floor(stream.uniform() * config.maskId),
  );
  const data = { tokens, labels: new Uint8Array(job.batch), length: job.length };
  const settings = { ...own, noLabel: config.numClasses, labelDropout: 0.1 };
  batchFiller(data, randomKey(0), settings)(1, shown);
  scalars.learningRate!.fill(1e-3);
  scalars.step!.fill(1);
  return await prepareStep(stepSource(network, own), { shown, scalars, state }, options);
}

/** Makes the engine ready for a job. */
export async function prepareOwnJob(job: Sizes, options: EngineOptions): Promise<OwnJob> {
  return job.objective === "forward" ? forward(job, options) : await step(job, options);
}
