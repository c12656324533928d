import { ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { maskedObjective } from "../diffusion/objectives/masked.ts";
import { initialParameters } from "../model/parameters.ts";
import { randomKey } from "../random/mod.ts";
import { operationSeconds } from "../tensor/engines/operation_seconds.ts";
import { foreseeTraining } from "./foresee_training.ts";
import { train } from "./train.ts";

const SIZES = { hiddenSize: 32, nBlocks: 2, nHeads: 2, condDim: 8 };
const DATA = { vocab: 12, length: 16 };
const CONFIG = { ...SIZES, ...DATA, numClasses: 0, maskId: 11 };
const objective = maskedObjective({ maskId: CONFIG.maskId });

/** The operations of the matrix products that the cpu engine computes meanwhile. */
async function countOperations(work: () => Promise<unknown>): Promise<number> {
  // The backend must have been set up to have kernels.
  await operationSeconds(1, "cpu");
  const kernel = tf.getKernel("BatchMatMul", "cpu"), { kernelFunc } = kernel;
  let operations = 0;
  kernel.kernelFunc = (call) => {
    const { a, b } = call.inputs as Record<"a" | "b", tf.TensorInfo>;
    const { transposeB } = call.attrs as unknown as { transposeB: boolean };
    const columns = b.shape.at(transposeB ? -2 : -1)!;
    operations += 2 * a.shape.reduce((product, n) => product * n, 1) * columns;
    return kernelFunc(call);
  };
  try {
    await work();
  } finally {
    kernel.kernelFunc = kernelFunc;
  }
  return operations;
}

// Seconds of a busy machine would tell of what else runs on it: work is compared, on the estimate's clock.
Deno.test("The time foreseen for a tiny training is that of its work, within a factor of two", async () => {
  const scratch = await Deno.makeTempDir();
  try {
    const tokens = new Uint8Array(32 * DATA.length);
    const data = { tokens, labels: new Uint8Array(32), length: DATA.length };
    const params = { ...SIZES, steps: 6, batchSize: 8, engine: "cpu" as const };
    const { seconds } = await foreseeTraining(
      params,
      { data: DATA },
      () => Promise.resolve(objective),
    );
    const operations = await countOperations(() =>
      train(CONFIG, initialParameters(CONFIG, randomKey(3)), { data, heldOut: data, scratch }, {
        ...{ objective, seed: 1, noLabel: 0, labelDropout: 0, decay: "constant", peak: 0.01 },
        ...{ finalShare: 1, warmupSteps: 0, decayShare: 0.2, emaDecay: 0.9, logEvery: 3 },
        ...{ validateEvery: 6, validationBatches: 1, threads: 1, ...params },
      })
    );
    ok(operations > 0, "no matrix product was counted");
    const truth = (await operationSeconds(operations, "cpu"))!, factor = seconds! / truth;
    ok(factor > 0.5 && factor < 2, `${seconds} s foreseen, ${truth} s of work`);
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
});
