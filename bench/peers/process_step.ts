/** One of the processes that bench/networks/processes.ts times; process 0 tells. */
import { maskedObjective } from "../../src/diffusion/objectives/masked.ts";
import { loadNetwork } from "../../src/model/network.ts";
import { initialParameters } from "../../src/model/parameters.ts";
import type { Communicator } from "../../src/parallel/communicator.ts";
import { joinProcesses } from "../../src/parallel/join_processes.ts";
import { randomKey } from "../../src/random/mod.ts";
import { initialState } from "../../src/training/step/state.ts";
import { createUpdater } from "../../src/training/step/updater.ts";

/** Steps that are not timed. */
const WARMUP = 3;

/** What is timed. */
export interface ProcessStepJob {
  readonly batch: number;
  readonly hidden: number;
  readonly blocks: number;
  readonly threads: number;
  readonly steps: number;
}

/** Means over steps, in milliseconds. */
export interface ProcessStepTimes {
  readonly step: number;
  /** Until all processes have come to the sum. */
  readonly waiting: number;
  /** The sum itself. */
  readonly summing: number;
  /** What travels in it. */
  readonly megabytes: number;
}

await joinProcesses<ProcessStepJob>(async (job, { communicator, tell }) => {
  const config = {
    ...{ vocab: 34, length: 32, hiddenSize: job.hidden, nBlocks: job.blocks, nHeads: 4 },
    ...{ condDim: 64, numClasses: 2, maskId: 33 },
  };
  const network = await loadNetwork(config), key = randomKey(0);
  const objective = maskedObjective({ maskId: config.maskId });
  const options = { batchSize: job.batch, objective, weightDecay: 0, threads: job.threads };
  let waiting = 0, summing = 0, bytes = 0;
  const timed: Communicator = {
    ...communicator,
    allReduce(elements) {
      const start = performance.now();
      communicator.barrier();
      const all = performance.now();
      communicator.allReduce(elements);
      waiting += all - start;
      summing += performance.now() - all;
      bytes = elements.byteLength;
    },
  };
  const updater = await createUpdater(
    network,
    initialState(network, initialParameters(config, key), options),
    options,
    {
      fill(_, { x0, zt, mdmWeights }) {
        x0!.fill(1);
        zt!.fill(config.maskId);
        mdmWeights!.fill(1);
      },
      ...{ key, frozen: {}, communicator: timed },
    },
  );
  const scalars = { step: 1, learningRate: 1e-4, emaDecay: 0.9 };
  for (let step = 0; step < WARMUP; step++) await updater.update(scalars);
  waiting = summing = 0;
  const started = performance.now();
  for (let step = 0; step < job.steps; step++) await updater.update(scalars);
  const step = (performance.now() - started) / job.steps;
  const times: ProcessStepTimes = {
    ...{ step, waiting: waiting / job.steps, summing: summing / job.steps },
    megabytes: bytes / 1e6,
  };
  if (communicator.rank === 0) tell("times", times);
  await updater.release();
});
