/** Every objective through the training loop. */
import { deepStrictEqual as assertEquals, notDeepStrictEqual, ok } from "node:assert/strict";
import { drawCategorical, softmax } from "../diffusion/process/categorical.ts";
import { createDenoiser } from "../model/denoiser.ts";
import type { NetworkConfig } from "../model/config.ts";
import type { DitConfig } from "../model/dit/dit_config.ts";
import type { LladaConfig } from "../model/llada/llada_config.ts";
import { initialParameters, type Parameters } from "../model/parameters.ts";
import { randomKey, RandomStream } from "../random/mod.ts";
import type { SequenceData } from "../artifacts/dataset.ts";
import { estimateBound } from "./likelihood/estimate_bound.ts";
import { autoregressiveObjective } from "../diffusion/objectives/autoregressive.ts";
import { maskedObjective } from "../diffusion/objectives/masked.ts";
import type { Objective } from "../diffusion/objectives/objective.ts";
import { prismObjective } from "../diffusion/objectives/prism.ts";
import { uniformObjective } from "../diffusion/objectives/uniform.ts";
import { train, type TrainOptions } from "./train.ts";

const VOCAB = 7, MASK = 6, PAD = 5, START = 4, LENGTH = 6;

const CONFIG: DitConfig = {
  ...{ vocab: VOCAB, length: LENGTH, maskId: MASK, numClasses: 4 },
  ...{ hiddenSize: 16, nBlocks: 1, nHeads: 2, condDim: 4 },
};

const OPTIONS: Omit<TrainOptions, "objective"> = {
  ...{ batchSize: 16, steps: 300, seed: 1, noLabel: CONFIG.numClasses, labelDropout: 0.1 },
  ...{ decay: "cosine", peak: 0.01, finalShare: 0.1, warmupSteps: 5, decayShare: 0.2 },
  ...{ emaDecay: 0.95, logEvery: 20, validateEvery: 20, validationBatches: 4, threads: 1 },
};

/**
 * A start token, another one two to four times, and padding; two labels, of which the first tells the
 * token's parity and the second its size. One of two tokens and one of three lengths: given a label,
 * a sequence has ln 6 nats.
 */
function sequences(n: number, seed: number): SequenceData {
  const stream = new RandomStream(randomKey(seed));
  const tokens = new Uint8Array(n * LENGTH).fill(PAD), labels = new Uint8Array(2 * n);
  for (let i = 0; i < n; i++) {
    const token = stream.integer(4), count = 2 + stream.integer(3);
    tokens[i * LENGTH] = START;
    tokens.fill(token, i * LENGTH + 1, i * LENGTH + 1 + count);
    labels.set([token % 2, 2 + Math.floor(token / 2)], 2 * i);
  }
  return { tokens, labels, labelsPerSequence: 2, length: LENGTH };
}

const data = sequences(300, 0), heldOut = sequences(64, 1);

async function run(
  objective: Objective,
  config: NetworkConfig,
  initial: Parameters = initialParameters(config, randomKey(3)),
  options: Partial<TrainOptions> = {},
) {
  const scratch = await Deno.makeTempDir();
  try {
    return await train(config, initial, { data, heldOut, scratch }, {
      ...OPTIONS,
      objective,
      ...options,
    });
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}

for (
  const [name, objective, config] of [
    ["UDLM", uniformObjective({ vocab: VOCAB, maskId: MASK, tMin: 0.01 }), CONFIG],
    ["UDLM of 8 steps", uniformObjective({ vocab: VOCAB, maskId: MASK, T: 8 }), CONFIG],
    ["AR", autoregressiveObjective({ maskId: MASK }), { ...CONFIG, causal: true }],
    [
      "plain masked diffusion",
      maskedObjective({ maskId: MASK, parameterization: "plain", importance: true }),
      CONFIG,
    ],
    [
      "plain masked diffusion of 8 steps",
      maskedObjective({ maskId: MASK, parameterization: "plain", T: 8 }),
      CONFIG,
    ],
    [
      "ProSeCo with a sampled input",
      maskedObjective({
        maskId: MASK,
        corrector: { input: "sampled", positions: "masked", upweightErrors: true },
      }),
      CONFIG,
    ],
  ] satisfies [string, Objective, DitConfig][]
) {
  Deno.test(`train() teaches ${name}`, async () => {
    const { parameters, history } = await run(objective, config);
    const validations = history.map(({ validation }) => validation!);
    ok(validations.at(-1)! < validations[0]!, `${validations}`);
    const bound = await estimateBound(config, parameters, heldOut, {
      ...{ objective, padId: PAD, threads: 1, draws: 16 },
    });
    const { mean, se } = bound.perSequence;
    ok(mean > Math.log(6) - 3 * se! && mean < 4 * Math.log(6), JSON.stringify(bound));
    ok(bound.perplexity === Math.exp(bound.perToken) && bound.sequences === 64);
    ok(Math.abs(bound.perPosition * LENGTH - bound.perSequence.mean) < 1e-9);
  });
}

for (const causal of [false, true]) {
  const name = causal ? "AR" : "ProSeCo";
  Deno.test(`train() teaches a network of LLaDA's shape ${name} without labels, the mask left in`, async () => {
    const config: LladaConfig = {
      ...{ architecture: "llada", vocab: VOCAB, length: LENGTH, maskId: MASK, numClasses: 0 },
      ...{ hiddenSize: 16, nBlocks: 1, nHeads: 4, nKeyHeads: 2, mlpSize: 24, causal },
    };
    const objective = causal
      ? autoregressiveObjective({ maskId: MASK })
      : maskedObjective({ maskId: MASK, parameterization: "softmax", corrector: {} });
    const { parameters } = await run(objective, config);
    const bound = await estimateBound(config, parameters, heldOut, {
      ...{ objective, padId: PAD, threads: 1, draws: 16 },
    });
    // One of four tokens and of three lengths.
    const { mean, se } = bound.perSequence;
    ok(mean > Math.log(12) - 3 * se! - 0.1 && mean < 2 * Math.log(12), JSON.stringify(bound));
  });
}

Deno.test("train() of AR comes near the entropy of the data", async () => {
  const config = { ...CONFIG, causal: true };
  const objective = autoregressiveObjective({ maskId: MASK });
  const { parameters } = await run(objective, config, undefined, { steps: 500 });
  const bound = await estimateBound(config, parameters, heldOut, {
    ...{ objective, padId: PAD, threads: 1, draws: 1 },
  });
  ok(Math.abs(bound.perSequence.mean - Math.log(6)) < 0.1, JSON.stringify(bound));
});

/** Unmasks all of partly masked sequences by the network's own draws; says which tokens are right. */
async function drawAndJudge(parameters: Parameters, config: DitConfig, rows: number) {
  const denoiser = createDenoiser(parameters, config, { maxRows: rows, threads: 1 });
  const stream = new RandomStream(randomKey(5)), size = rows * LENGTH;
  const x0 = Int32Array.from(sequences(rows, 8).tokens), labels = new Int32Array(rows).fill(4);
  const y = x0.map((token) => stream.uniform() < 0.5 ? MASK : token);
  const drawn = [...y.keys()].filter((i) => y[i] === MASK);
  const logits = (await denoiser.evaluate(y, labels, rows)).logits.slice();
  for (const i of drawn) {
    const own = Float64Array.from(logits.subarray(i * VOCAB, i * VOCAB + MASK));
    y[i] = drawCategorical(softmax(own), stream.uniform());
  }
  const judged = await denoiser.evaluate(y, labels, rows);
  const quality = judged.quality!.slice(0, size);
  await denoiser.release();
  return drawn.map((i) => ({ right: y[i] === x0[i], p: 1 / (1 + Math.exp(-quality[i]!)) }));
}

Deno.test("train() of PRISM leaves the denoiser as it is and tells right tokens from wrong", async () => {
  const masked = await run(maskedObjective({ maskId: MASK }), CONFIG, undefined, { steps: 400 });
  const config = { ...CONFIG, qualityBlocks: 1 };
  const initial = { ...initialParameters(config, randomKey(4)), ...masked.parameters };
  const objective = prismObjective({ maskId: MASK, judged: LENGTH });
  const { parameters } = await run(objective, config, initial, { steps: 400 });
  for (const [name, { data }] of Object.entries(masked.parameters)) {
    assertEquals(parameters[name]!.data, data, name);
  }
  const judged = await drawAndJudge(parameters, config, 400);
  const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
  const chances = (is: boolean) => judged.filter(({ right }) => right === is).map(({ p }) => p);
  const right = chances(true), wrong = chances(false);
  ok(right.length > 200 && wrong.length > 200);
  ok(mean(right) > mean(wrong) + 0.2, `${mean(right)} where right, ${mean(wrong)} where wrong`);
  const share = right.length / judged.length, predicted = mean(judged.map(({ p }) => p));
  ok(Math.abs(share - predicted) < 0.05, `${predicted} are said to be right, ${share} are`);
});

Deno.test("train() of PRISM with a regulariser moves the denoiser, too", async () => {
  const config = { ...CONFIG, qualityBlocks: 1 };
  const initial = initialParameters(config, randomKey(4));
  const objective = prismObjective({ maskId: MASK, judged: LENGTH, regularizer: 0.5 });
  const { parameters } = await run(objective, config, initial, { steps: 5 });
  const names = ["output_layer.linear.weight", "quality_head.output_layer.linear.weight"];
  for (const name of names) {
    ok(parameters[name]!.data.some((value, i) => value !== initial[name]!.data[i]), name);
  }
});

Deno.test("A denoiser with a quality head gives the logits of the one without", async () => {
  const config = { ...CONFIG, qualityBlocks: 1 };
  const parameters = initialParameters(config, randomKey(4));
  parameters["output_layer.linear.weight"]!.data.forEach((_, i, all) => all[i] = Math.sin(i));
  const tokens = Int32Array.of(0, 1, 2, 3, 4, 5), labels = Int32Array.of(1);
  const open = (one: typeof CONFIG) => createDenoiser(parameters, one, { maxRows: 1, threads: 1 });
  const judging = open(config), plain = open(CONFIG);
  const { logits: expected } = await plain.evaluate(tokens, labels, 1);
  const { logits, quality } = await judging.evaluate(tokens, labels, 1);
  ok(logits.every((x, i) => Math.abs(x - expected[i]!) < 1e-5) && quality!.length === LENGTH);
  ok(judging.judges && !plain.judges);
  await judging.release();
  await plain.release();
});

Deno.test("A network that was trained on two labels obeys either", async () => {
  const config = { ...CONFIG, causal: true };
  const { parameters } = await run(autoregressiveObjective({ maskId: MASK }), config, undefined, {
    steps: 300,
  });
  const denoiser = createDenoiser(parameters, config, { maxRows: 4, threads: 1 });
  const tokens = new Int32Array(4 * LENGTH).fill(START);
  const { logits } = await denoiser.evaluate(tokens, Int32Array.of(0, 1, 2, 3), 4);
  const likely = [0, 1, 2, 3].map((row) => {
    const first = [...logits.subarray(row * LENGTH * VOCAB, row * LENGTH * VOCAB + 4)];
    return [0, 1, 2, 3].filter((token) => first[token]! > Math.max(...first) - 1.5);
  });
  assertEquals(likely, [[0, 2], [1, 3], [0, 1], [2, 3]]);
  await denoiser.release();
});

Deno.test("A causal network sees nothing after a position", async () => {
  const config = { ...CONFIG, causal: true };
  const { parameters } = await run(autoregressiveObjective({ maskId: MASK }), config, undefined, {
    steps: 20,
  });
  const denoiser = createDenoiser(parameters, config, { maxRows: 2, threads: 1 });
  const tokens = Int32Array.of(0, 1, 2, 3, 4, 5, 0, 1, 2, 4, 3, 0);
  const { logits } = await denoiser.evaluate(tokens, Int32Array.of(0, 0), 2);
  const size = LENGTH * VOCAB, seen = 3 * VOCAB;
  assertEquals(logits.slice(0, seen), logits.slice(size, size + seen));
  notDeepStrictEqual(
    logits.slice(seen, seen + VOCAB),
    logits.slice(size + seen, size + seen + VOCAB),
  );
  await denoiser.release();
});
