import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { maxError, readGolden } from "../../../tests/golden_fixture.ts";
import { maskedObjective } from "../../diffusion/objectives/masked.ts";
import { initialParameters, type Parameters } from "../../model/parameters.ts";
import { loadNetwork } from "../../model/network.ts";
import { randomKey, RandomStream } from "../../random/mod.ts";
import { prepare } from "../../tensor/engines/prepare.ts";
import type { Precision } from "../../tensor/engines/precision.ts";
import { headLogits } from "../../tensor/ops/linear_log_probabilities.ts";
import { batchFiller } from "../batches.ts";
import { initialState, type TrainingState } from "./state.ts";
import { createUpdater } from "./updater.ts";

const { config, network, parameters, floats, integers } = await readGolden();

/** Largest error of the golden logits, as a share of the largest. */
async function logitsError(precision: Precision): Promise<number> {
  const names = Object.keys(parameters), { length } = config;
  const program = await prepare({
    compute: ({ tokens, labels, ...named }) => ({
      logits: headLogits(network.forward(named, { tokens: tokens!, labels: labels! }).head()),
    }),
    inputs: {
      tokens: { shape: [4, length], dtype: "int32" },
      labels: { shape: [4], dtype: "int32" },
      ...Object.fromEntries(
        names.map((name) => [name, { shape: parameters[name]!.shape, dtype: "float32" as const }]),
      ),
    },
  }, { precision });
  const logits = new Float32Array(floats("logits").length);
  const named = Object.fromEntries(names.map((name) => [name, parameters[name]!.data]));
  const inputs = { tokens: integers("z"), labels: integers("cond"), ...named };
  await program.bind({ inputs, outputs: { logits } }).run();
  await program.release();
  return maxError(logits, floats("logits")) / Math.max(...floats("logits").map(Math.abs));
}

Deno.test("PyTorch's logits are met within what each precision resolves", async () => {
  const wide = await logitsError("float32");
  const half = await logitsError("float16"), brain = await logitsError("bfloat16");
  ok(wide <= 5e-5);
  // Neither is float32 under another name; bfloat16 is eight times as coarse.
  ok(half > 100 * wide && half <= 5e-3, String(half));
  ok(brain > 2 * half && brain <= 5e-2, String(brain));
});

const SIZES = {
  ...{ vocab: 6, length: 6, hiddenSize: 16, nBlocks: 2, nHeads: 2, condDim: 4, numClasses: 2 },
  maskId: 5,
};

/** Losses and gradient norms of some updates. */
async function curve(
  precision: Precision,
  { steps = 25, accumulate = 1, prepareState }: {
    readonly steps?: number;
    readonly accumulate?: number;
    readonly prepareState?: (state: TrainingState, parameters: Parameters) => void;
  } = {},
) {
  const key = randomKey(5), stream = new RandomStream(key), { length } = SIZES;
  const labels = Uint8Array.from({ length: 32 }, () => stream.integer(2));
  const tokens = Uint8Array.from({ length: 32 * length }, (_, i) => (i * 3 + (i >> 2)) % 5);
  const options = {
    ...{ batchSize: 16, noLabel: 2, labelDropout: 0.1, precision, accumulate, threads: 1 },
    // Without a corrector, whose input is the most probable tokens: those of a tie are any.
    objective: maskedObjective({ maskId: SIZES.maskId }),
  };
  const initial = initialParameters(SIZES, key);
  const state = initialState(await loadNetwork(SIZES), initial, options);
  prepareState?.(state, initial);
  const updater = await createUpdater(await loadNetwork(SIZES), state, options, {
    ...{ fill: batchFiller({ tokens, labels, length }, key, options), key, frozen: {} },
  });
  const losses: number[] = [], norms: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const { loss, gradientNorm } = await updater.update({
      ...{ step, learningRate: 5e-3, emaDecay: 0.9 },
    });
    losses.push(loss!);
    norms.push(gradientNorm!);
  }
  await updater.sync();
  await updater.release();
  return { losses, norms, state };
}

Deno.test("Trainings of half the width follow that of float32, in parts too", async () => {
  const expected = await curve("float32");
  for (const [precision, tolerance] of [["bfloat16", 0.03], ["float16", 0.01]] as const) {
    for (const accumulate of [1, 2]) {
      const { losses, norms } = await curve(precision, { accumulate });
      ok(maxError(losses, expected.losses) > 1e-6, "another type computes");
      losses.forEach((loss, i) => {
        const there = expected.losses[i]!;
        ok(Math.abs(loss - there) <= tolerance * there, `${precision} ${i}: ${loss} for ${there}`);
      });
      ok(Math.abs(norms[0]! / expected.norms[0]! - 1) <= tolerance, `${norms[0]}`);
    }
  }
});

Deno.test("Where gradients overflow in float16 the step is left out and the scale halved", async () => {
  const before: Record<string, number[]> = {};
  const { norms, state } = await curve("float16", {
    steps: 3,
    prepareState({ arrays }) {
      arrays["lossScale/factor"]!.fill(2 ** 40);
      for (const [name, data] of Object.entries(arrays)) before[name] = [...data];
    },
  });
  assertEquals(norms, [0, 0, 0]);
  assertEquals([...state.arrays["lossScale/factor"]!], [2 ** 37]);
  for (const [name, data] of Object.entries(state.arrays)) {
    if (!name.startsWith("lossScale/")) assertEquals([...data], before[name]);
  }
});

Deno.test("After an overflow in float16 a training in parts goes on once the scale is low enough", async () => {
  const { norms } = await curve("float16", {
    ...{ steps: 40, accumulate: 2 },
    prepareState: ({ arrays }) => void arrays["lossScale/factor"]!.fill(2 ** 40),
  });
  assertEquals(norms[0], 0);
  ok(norms.at(-1)! > 0);
});

Deno.test("The scale doubles after many steps without overflow", async () => {
  const { norms, state } = await curve("float16", {
    steps: 2,
    prepareState({ arrays }) {
      arrays["lossScale/factor"]!.fill(256);
      arrays["lossScale/goodSteps"]!.fill(1999);
    },
  });
  ok(norms.every((norm) => norm > 0));
  assertEquals([...state.arrays["lossScale/factor"]!], [512]);
  assertEquals([...state.arrays["lossScale/goodSteps"]!], [1]);
});
