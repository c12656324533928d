/** The estimate of the bound: which sequences it reads, and mean and standard error in closed form. */
import { deepStrictEqual as assertEquals, ok, rejects, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { softmax } from "../../diffusion/process/categorical.ts";
import type { DitConfig } from "../../model/dit/dit_config.ts";
import { initialParameters } from "../../model/parameters.ts";
import { randomKey, RandomStream } from "../../random/mod.ts";
import type { SequenceData } from "../../artifacts/dataset.ts";
import { boundBatches } from "./bound_batches.ts";
import { boundSums } from "./bound_sums.ts";
import { type BoundOptions, estimateBound } from "./estimate_bound.ts";
import { autoregressiveObjective } from "../../diffusion/objectives/autoregressive.ts";
import { maskedObjective } from "../../diffusion/objectives/masked.ts";
import type { Objective } from "../../diffusion/objectives/objective.ts";

const VOCAB = 5, MASK = 4, LENGTH = 4, NO_PADDING = -1;

const CONFIG: DitConfig = {
  ...{ vocab: VOCAB, length: LENGTH, maskId: MASK, numClasses: 2, causal: true },
  ...{ hiddenSize: 16, nBlocks: 1, nHeads: 2, condDim: 4 },
};

function randomSequences(n: number): SequenceData {
  const stream = new RandomStream(randomKey(2));
  const tokens = Uint8Array.from({ length: n * LENGTH }, () => stream.integer(MASK));
  return { tokens, labels: new Uint8Array(n), length: LENGTH };
}

/** Distinct sequences: number `i` is `i` in base 4, with labels `2 i` and `2 i + 1`. */
function numberedSequences(n: number): SequenceData {
  const tokens = Uint8Array.from(
    { length: n * LENGTH },
    (_, i) => Math.floor(Math.floor(i / LENGTH) / 4 ** (i % LENGTH)) % 4,
  );
  const labels = Uint8Array.from({ length: 2 * n }, (_, i) => i);
  return { tokens, labels, labelsPerSequence: 2, length: LENGTH };
}

/** Reads all batches: how often each label of each numbered sequence came. */
function countReads(batchSize: number, draws: number, sequences: number) {
  const objective = maskedObjective({ maskId: MASK });
  const batches = boundBatches(numberedSequences(50), randomKey(0), {
    ...{ batchSize, draws, sequences, objective },
  });
  const arrays = {
    x0: new Int32Array(batchSize * LENGTH),
    labels: new Int32Array(batchSize),
    zt: new Int32Array(batchSize * LENGTH),
    mdmWeights: new Float32Array(batchSize * LENGTH),
  };
  const byIndex = new Map<number, number[]>();
  for (let batch = 0; batch < batches.count; batch++) {
    batches.fill(batch, arrays).forEach(({ sequence: index }, row) => {
      const x0 = arrays.x0.subarray(row * LENGTH, (row + 1) * LENGTH);
      strictEqual(x0.reduce((sum, token, i) => sum + token * 4 ** i, 0), arrays.labels[row]! >> 1);
      byIndex.set(index, [...byIndex.get(index) ?? [], arrays.labels[row]!]);
    });
  }
  return byIndex;
}

Deno.test("A bound reads each of its sequences once a draw, whatever the size of a batch", () => {
  for (const [batchSize, draws] of [[7, 2], [20, 4], [64, 2]] as const) {
    const byIndex = countReads(batchSize, draws, 20);
    assertEquals(
      [...byIndex.keys()].sort((a, b) => a - b),
      Array.from({ length: 20 }, (_, i) => i),
    );
    const sequences = [...byIndex.values()].map((labels) => new Set(labels.map((one) => one >> 1)));
    ok(sequences.every((one) => one.size === 1), "an index stands for one sequence");
    strictEqual(new Set(sequences.flatMap((one) => [...one])).size, 20);
    for (const labels of byIndex.values()) {
      strictEqual(labels.length, draws);
      strictEqual(labels.filter((label) => label % 2 === 0).length, draws / 2);
    }
  }
});

Deno.test("A bound over fewer sequences reads some of those of a bound over more", () => {
  const read = (sequences: number) =>
    [...countReads(8, 1, sequences).values()].map(([label]) => label! >> 1);
  const more = new Set(read(30));
  ok(read(10).every((sequence) => more.has(sequence)));
});

Deno.test("Draws of one sequence count as one sequence in the standard error", () => {
  const add = (draws: number) => {
    const sums = boundSums(2, draws, 1);
    for (let draw = 0; draw < draws; draw++) {
      for (const [sequence, nats] of [[0, 1], [1, 3]] as const) {
        sums.add({ sequence, losses: Float32Array.of(nats), isToken: () => true });
      }
    }
    return sums.result().perSequence;
  };
  assertEquals(add(1), { mean: 2, se: 1 });
  assertEquals(add(4), { mean: 2, se: 1 });
});

Deno.test("One sequence alone has no standard error", () => {
  const sums = boundSums(1, 1, 2);
  sums.add({ sequence: 0, losses: Float32Array.of(1, 2), isToken: (i) => i === 1 });
  const { perSequence, perToken, perPosition } = sums.result();
  assertEquals([perSequence, perToken, perPosition], [{ mean: 3, se: null }, 2, 1.5]);
});

/** A network that predicts the same distribution everywhere, and the nats that a token costs then. */
function unigramNetwork() {
  const parameters = initialParameters(CONFIG, randomKey(3));
  const { data: bias } = parameters["output_layer.linear.bias"]!;
  bias.set([0, 1, 2, -1, 3]);
  const nats = [...softmax(Float64Array.from(bias.subarray(0, MASK)))].map((p) => -Math.log(p));
  return { parameters, nats };
}

const { parameters, nats } = unigramNetwork();

/** Mean and variance over sequences of what `ofSequence` makes of the nats of their tokens. */
function momentsOf(data: SequenceData, ofSequence: (costs: number[]) => number) {
  const n = data.tokens.length / LENGTH;
  const values = Array.from(
    { length: n },
    (_, i) =>
      ofSequence([...data.tokens.subarray(i * LENGTH, (i + 1) * LENGTH)].map((one) => nats[one]!)),
  );
  const mean = values.reduce((sum, value) => sum + value) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, variance };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function boundOf(data: SequenceData, options: Omit<BoundOptions, "padId" | "threads">) {
  return estimateBound(CONFIG, parameters, data, { padId: NO_PADDING, threads: 1, ...options });
}

Deno.test("The likelihood of AR is exact, whatever the draws and the size of a batch", async () => {
  const data = randomSequences(50), objective = autoregressiveObjective({ maskId: MASK });
  const { mean, variance } = momentsOf(data, (costs) => sum(costs.slice(1)));
  for (const options of [{ batchSize: 16, draws: 1 }, { batchSize: 50, draws: 4 }]) {
    const batches: number[] = [];
    const bound = await boundOf(data, {
      ...{ objective, ...options },
      onProgress: (done) => batches.push(done),
    });
    ok(Math.abs(bound.perSequence.mean - mean) < 1e-5, JSON.stringify(bound));
    ok(Math.abs(bound.perSequence.se! - Math.sqrt(variance / 50)) < 1e-5, JSON.stringify(bound));
    ok(Math.abs(bound.perToken - mean / (LENGTH - 1)) < 1e-5);
    strictEqual(batches.length, Math.ceil(50 / options.batchSize));
  }
});

Deno.test("The standard error of masked diffusion is the one in closed form, of 1 draw and of 4", async () => {
  const n = 700, T = 4, data = randomSequences(n);
  const { mean, variance } = momentsOf(data, sum);
  // A token is masked with chance t and then weighs 1 / t, t one of 1/T … 1.
  const inverse = sum(Array.from({ length: T }, (_, i) => T / (i + 1))) / T;
  const ofNoise = momentsOf(data, (costs) => sum(costs.map((cost) => cost ** 2)) * (inverse - 1));
  for (const draws of [1, 4]) {
    const { perSequence } = await boundOf(data, {
      ...{ objective: maskedObjective({ maskId: MASK, T }), draws, batchSize: 128 },
    });
    const se = Math.sqrt((variance + ofNoise.mean / draws) / n);
    ok(Math.abs(perSequence.mean - mean) < 3 * se, `${perSequence.mean} is not ${mean}`);
    ok(Math.abs(perSequence.se! / se - 1) < 0.12, `${perSequence.se} is not ${se}`);
  }
});

/** Sequences of which the first token or more are given. */
function promptedSequences(n: number): SequenceData {
  const promptLengths = Uint8Array.from({ length: n }, (_, i) => 1 + i % (LENGTH - 1));
  return { ...randomSequences(n), promptLengths };
}

for (
  const objective of [
    autoregressiveObjective({ maskId: MASK }),
    // In one step all tokens are masked and each weighs 1: nothing is left to chance.
    maskedObjective({ maskId: MASK, T: 1 }),
  ]
) {
  Deno.test(`The nats of a sequence with a prompt are those of its other tokens, with ${objective.name}`, async () => {
    const n = 12, data = promptedSequences(n), [tokens, given] = [data.tokens, data.promptLengths!];
    let total = 0, answers = 0;
    for (let i = 0; i < tokens.length; i++) {
      if (i % LENGTH < given[Math.floor(i / LENGTH)]!) continue;
      total += nats[tokens[i]!]!;
      answers++;
    }
    const { perSequence, perPosition, perToken } = await boundOf(data, { objective, draws: 1 });
    ok(Math.abs(perSequence.mean - total / n) < 1e-5, `${perSequence.mean} is not ${total / n}`);
    ok(Math.abs(perPosition - total / answers) < 1e-5, `${perPosition}`);
    ok(Math.abs(perToken - total / answers) < 1e-5, `${perToken}`);
  });
}

Deno.test("A bound counts all losses of its objective", async () => {
  const whole = autoregressiveObjective({ maskId: MASK }), data = randomSequences(6);
  const parts: Objective = {
    ...whole,
    heldOut: {
      ...whole,
      losses(network, inputs) {
        const { arLoss } = whole.losses(network, inputs);
        return { firstLoss: tf.mul(0.25, arLoss!), secondLoss: tf.mul(0.75, arLoss!) };
      },
    },
  };
  const one = await boundOf(data, { objective: whole });
  const two = await boundOf(data, { objective: parts });
  ok(Math.abs(one.perSequence.mean - two.perSequence.mean) < 1e-5);
});

Deno.test("A bound without held-out sequences is refused", async () => {
  await rejects(
    boundOf(randomSequences(0), { objective: maskedObjective({ maskId: MASK }) }),
    /Cannot estimate a bound: no sequence is held out/,
  );
});
