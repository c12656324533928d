import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import { initialParameters } from "../model/parameters.ts";
import { randomKey, RandomStream } from "../random/mod.ts";
import { maskedObjective } from "../diffusion/objectives/masked.ts";
import { train, type TrainOptions } from "./train.ts";

const CONFIG = {
  vocab: 6,
  length: 4,
  hiddenSize: 8,
  nBlocks: 1,
  nHeads: 2,
  condDim: 4,
  numClasses: 2,
  maskId: 5,
};

const OPTIONS: TrainOptions = {
  objective: maskedObjective({ maskId: CONFIG.maskId, corrector: {} }),
  batchSize: 8,
  steps: 30,
  seed: 1,
  noLabel: CONFIG.numClasses,
  labelDropout: 0.1,
  decay: "cosine",
  peak: 0.02,
  finalShare: 0.01,
  warmupSteps: 5,
  decayShare: 0.2,
  emaDecay: 0.9,
  logEvery: 5,
  validateEvery: 10,
  validationBatches: 2,
  threads: 1,
};

/** Sequences that repeat one token, which a tiny network learns at once. */
function constantSequences(n: number, seed: number) {
  const stream = new RandomStream(randomKey(seed)), { length } = CONFIG;
  const labels = Uint8Array.from({ length: n }, () => stream.integer(2));
  const tokens = Uint8Array.from(
    { length: n * length },
    (_, i) => 2 * labels[Math.floor(i / length)]!,
  );
  return { tokens, labels, length };
}

function contextIn(scratch: string) {
  return { data: constantSequences(40, 0), heldOut: constantSequences(16, 1), scratch };
}

const initial = () => initialParameters(CONFIG, randomKey(3));

Deno.test("train() lowers the training loss and the held-out bound", async () => {
  const scratch = await Deno.makeTempDir();
  try {
    const { history } = await train(CONFIG, initial(), contextIn(scratch), OPTIONS);
    assertEquals(history.map(({ step }) => step), [5, 10, 15, 20, 25, 30]);
    ok(history.at(-1)!.loss < 0.7 * history[0]!.loss);
    ok(history.at(-1)!.validation! < history[1]!.validation!);
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
});

Deno.test("train() ends after as many evaluations without a lower loss as patience says, resumed or not", async () => {
  const scratch = await Deno.makeTempDir();
  try {
    // Nothing is learned, so no evaluation is lower than the first.
    const options = { ...OPTIONS, peak: 1e-12, steps: 100, patience: 2 };
    const lines: string[] = [];
    const stop = new AbortController();
    const onStep = (step: number) => step >= 24 && stop.abort(new Error("stopped"));
    const context = { ...contextIn(scratch), log: (line: string) => lines.push(line) };
    await rejects(train(CONFIG, initial(), { ...context, signal: stop.signal, onStep }, options));
    for (let again = 0; again < 2; again++) {
      const { history } = await train(CONFIG, initial(), context, options);
      assertEquals(history.at(-1)!.step, 30);
    }
    assertEquals(lines.filter((line) => line.startsWith("Ends")), [
      ...Array(2).fill(
        "Ends at step 30 of 100: 2 evaluations in a row brought no lower held-out loss than step 10",
      ),
    ]);
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
});

Deno.test("train() that was stopped and resumed equals an uninterrupted run bit for bit", async () => {
  const whole = await Deno.makeTempDir(), parts = await Deno.makeTempDir();
  try {
    const expected = await train(CONFIG, initial(), contextIn(whole), OPTIONS);
    for (const stopAt of [3, 17]) {
      const controller = new AbortController();
      const onStep = (step: number) => step >= stopAt && controller.abort(new Error("stopped"));
      const context = { ...contextIn(parts), signal: controller.signal, onStep };
      await rejects(train(CONFIG, initial(), context, OPTIONS), /stopped/);
    }
    const actual = await train(CONFIG, initial(), contextIn(parts), OPTIONS);
    assertEquals(actual, expected);
  } finally {
    await Deno.remove(whole, { recursive: true });
    await Deno.remove(parts, { recursive: true });
  }
});

Deno.test("train() that diverges says at which step and what to lower", async () => {
  const scratch = await Deno.makeTempDir();
  try {
    const options = { ...OPTIONS, peak: 1e30, warmupSteps: 0 };
    await rejects(
      train(CONFIG, initial(), contextIn(scratch), options),
      /diverged at step .*1e\+30/,
    );
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
});
