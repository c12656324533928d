import {
  deepStrictEqual as assertEquals,
  notDeepStrictEqual as assertNotEquals,
  ok,
  rejects,
} from "node:assert/strict";
import { readCheckpoint } from "../model/checkpoint.ts";
import { initialParameters, type Parameters } from "../model/parameters.ts";
import { randomKey, RandomStream } from "../random/mod.ts";
import { readSafetensors } from "../tensor/safetensors_io.ts";
import { engineTestOptions } from "../tensor/testing/engine_test_options.ts";
import { bestRecord } from "../artifacts/history.ts";
import * as tf from "@tensorflow/tfjs-core";
import { maskedObjective } from "../diffusion/objectives/masked.ts";
import type { Objective } from "../diffusion/objectives/objective.ts";
import { train, type TrainContext, type TrainOptions } from "./train.ts";

const CONFIG = {
  vocab: 6,
  length: 4,
  hiddenSize: 8,
  nBlocks: 2,
  nHeads: 2,
  condDim: 4,
  numClasses: 2,
  maskId: 5,
};

const OPTIONS: TrainOptions = {
  objective: maskedObjective({ maskId: CONFIG.maskId, corrector: {} }),
  batchSize: 8,
  steps: 12,
  seed: 1,
  noLabel: CONFIG.numClasses,
  labelDropout: 0.1,
  decay: "wsd",
  peak: 0.02,
  finalShare: 0.01,
  warmupSteps: 2,
  decayShare: 0.2,
  emaDecay: 0.9,
  logEvery: 5,
  validateEvery: 4,
  validationBatches: 2,
  threads: 1,
};

const initial = () => initialParameters(CONFIG, randomKey(3));

function sequences(n: number, seed: number) {
  const stream = new RandomStream(randomKey(seed)), { length } = CONFIG;
  const labels = Uint8Array.from({ length: n }, () => stream.integer(2));
  const tokens = Uint8Array.from({ length: n * length }, () => stream.integer(CONFIG.maskId));
  return { tokens, labels, length };
}

/** Losses of which none is a number. */
const notANumber: Objective["losses"] = (network, inputs) => {
  const losses = OPTIONS.objective.losses(network, inputs);
  return Object.fromEntries(
    Object.entries(losses).map(([name, loss]) => [name, tf.log(tf.sub(-1, tf.square(loss)))]),
  );
};

/** Trains in a folder of its own and hands both to `use`. */
async function trainIn<Result>(
  options: Partial<TrainOptions>,
  use: (run: Awaited<ReturnType<typeof train>>, scratch: string) => Promise<Result> | Result,
  context: Partial<TrainContext> = {},
): Promise<Result> {
  const scratch = await Deno.makeTempDir();
  try {
    const data = { data: sequences(40, 0), heldOut: sequences(16, 1) };
    const run = await train(CONFIG, initial(), { ...data, scratch, ...context }, {
      ...OPTIONS,
      ...options,
    });
    return await use(run, context.scratch ?? scratch);
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}

function largestDifference(a: Parameters, b: Parameters): number {
  let worst = 0;
  for (const [name, { data }] of Object.entries(a)) {
    data.forEach((x, i) => worst = Math.max(worst, Math.abs(x - b[name]!.data[i]!)));
  }
  return worst;
}

const steps = async (folder: string) =>
  (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();

Deno.test("train() gives the same with the batch in one part or in four", async () => {
  for (const dropout of [0, 0.2]) {
    const trainParts = (accumulate: number) =>
      trainIn({ accumulate, dropout, steps: 4 }, ({ parameters, history }) => ({
        parameters,
        loss: history[0]!.loss,
      }));
    const whole = await trainParts(1), parts = await trainParts(4);
    ok(largestDifference(whole.parameters, parts.parameters) < 1e-5);
    ok(Math.abs(whole.loss - parts.loss) < 1e-5);
  }
});

Deno.test("train() with dropout repeats itself, and differs from training without", async () => {
  const run = (dropout: number) =>
    trainIn({ dropout, steps: 4 }, ({ history }) => history[0]!.loss);
  const dropped = await run(0.3);
  assertEquals(await run(0.3), dropped);
  assertNotEquals(await run(0), dropped);
});

Deno.test("train() refuses a batch that its parts do not divide", async () => {
  await rejects(
    trainIn({ accumulate: 3 }, () => {}),
    /accumulate \(3\) must divide batchSize \(8\)/,
  );
});

Deno.test("train() keeps the last checkpoints, the best model and a log", async () => {
  const drawn: number[] = [];
  const draw = (_parameters: Parameters, step: number) => {
    drawn.push(step);
    return Promise.resolve([`sample of step ${step}`]);
  };
  const options = { checkpointEvery: 2, keepCheckpoints: 3, sampleEvery: 5 };
  await trainIn(options, async ({ history, parameters }, scratch) => {
    assertEquals(await steps(`${scratch}/checkpoints`), [
      "step-00000008.safetensors",
      "step-00000010.safetensors",
      "step-00000012.safetensors",
    ]);
    const best = await readCheckpoint(`${scratch}/best`);
    assertEquals(best.training!.steps, String(bestRecord(history)!.step));
    const last = await readSafetensors(`${scratch}/checkpoints/step-00000012.safetensors`);
    assertEquals(JSON.parse(last.metadata.rng!), { algorithm: "philox4x32-10", seed: 1 });
    for (const [name, { data }] of Object.entries(parameters)) {
      assertEquals(last.tensors[`ema/${name}`]!.data, data);
    }
    assertEquals(drawn, [5, 10]);
    const lines = async (name: string) =>
      (await Deno.readTextFile(`${scratch}/${name}`)).trim().split("\n").map((x) => JSON.parse(x));
    assertEquals(await lines("metrics.jsonl"), history);
    assertEquals(await lines("samples.jsonl"), [
      { step: 5, texts: ["sample of step 5"] },
      { step: 10, texts: ["sample of step 10"] },
    ]);
  }, { draw });
});

Deno.test("train() resumes from a numbered checkpoint bit for bit where the newest is damaged", async () => {
  const options = { accumulate: 2, dropout: 0.1, checkpointEvery: 3, keepCheckpoints: 2 };
  const expected = await trainIn(options, (run) => run);
  const scratch = await Deno.makeTempDir(), told: string[] = [];
  try {
    const controller = new AbortController();
    const onStep = (step: number) => step === 7 && controller.abort(new Error("stopped"));
    await rejects(
      trainIn(options, () => {}, { scratch, onStep, signal: controller.signal }),
      /stopped/,
    );
    await Deno.truncate(`${scratch}/state.safetensors`, 1000);
    const first: number[] = [];
    const actual = await trainIn(options, (run) => run, {
      scratch,
      log: (line) => told.push(line),
      onStep: (step) => first.push(step),
    });
    assertEquals(first[0], 7, "goes on after the checkpoint of step 6");
    ok((await Deno.stat(`${scratch}/damaged-state.safetensors`)).size === 1000);
    assertEquals(actual, expected);
    ok(told[0]!.includes("state.safetensors") && told[0]!.includes("going on from what is older"));
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
});

Deno.test("train() that was killed at its last evaluation makes no step again", async () => {
  const options = { accumulate: 2 };
  await trainIn(options, async (expected, scratch) => {
    // What was there before the evaluation: the state of the last step and none of its results.
    await Deno.remove(`${scratch}/checkpoints`, { recursive: true });
    await Deno.remove(`${scratch}/best`, { recursive: true });
    const onStep = () => {
      throw new Error("a step was made again");
    };
    await trainIn(options, async (actual) => {
      assertEquals(actual, expected);
      assertEquals(await steps(`${scratch}/checkpoints`), ["step-00000012.safetensors"]);
    }, { scratch, onStep });
  });
});

Deno.test("train() whose held-out loss is no number stops and says so", async () => {
  const labels = new Uint8Array(16), tokens = new Uint8Array(16 * CONFIG.length);
  const objective = {
    ...OPTIONS.objective,
    heldOut: { ...OPTIONS.objective.heldOut, losses: notANumber },
  };
  await rejects(
    trainIn({ objective, steps: 3, validateEvery: 2 }, () => {}, {
      heldOut: { tokens, labels, length: CONFIG.length },
    }),
    /diverged at step 2: the held-out loss is NaN; lower the learning rate \(0\.02\)/,
  );
});

Deno.test("train() that diverges leaves the batch and no state that is not finite", async () => {
  const scratch = await Deno.makeTempDir();
  try {
    const options = { peak: 1e30, warmupSteps: 0, checkpointEvery: 1, keepCheckpoints: 9 };
    await rejects(
      trainIn(options, () => {}, { scratch }),
      /diverged at step \d+: .*1e\+30\)\. The batch is in .*diverged\.safetensors/,
    );
    const { tensors, metadata } = await readSafetensors(`${scratch}/diverged.safetensors`);
    assertEquals(tensors.x0!.shape, [8, 4]);
    const kept = await steps(`${scratch}/checkpoints`);
    assertEquals(kept.length, Number(metadata.step) - 1);
    const last = await readSafetensors(`${scratch}/checkpoints/${kept.at(-1)}`);
    for (const { data } of Object.values(last.tensors)) {
      ok((data as Float32Array).every(Number.isFinite));
    }
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
});

for (const engine of ["tensorflow", "wasm", "cpu"] as const) {
  const { ignore, note } = await engineTestOptions(engine);
  Deno.test({
    name: `train() on the ${engine} engine learns what the compiled one does${note}`,
    ignore,
    async fn() {
      const run = (options: Partial<TrainOptions>) =>
        trainIn({ steps: 3, ...options }, ({ parameters, history }) => ({ parameters, history }));
      const [eager, compiled] = [await run({ engine }), await run({})];
      ok(largestDifference(eager.parameters, compiled.parameters) < 2e-3);
      ok(Math.abs(eager.history[0]!.validation! - compiled.history[0]!.validation!) < 1e-3);
      const divided = await run({ engine, accumulate: 2 });
      ok(largestDifference(divided.parameters, compiled.parameters) < 2e-3);
      // With a single loss, that and the sum of all are one tensor.
      const objective = maskedObjective({ maskId: CONFIG.maskId });
      const [single, expected] = [await run({ engine, objective }), await run({ objective })];
      ok(largestDifference(single.parameters, expected.parameters) < 2e-3);
    },
  });
}
