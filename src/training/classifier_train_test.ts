import { ok } from "node:assert/strict";
import { classifierObjective } from "../diffusion/objectives/classification.ts";
import type { Shown } from "../diffusion/process/shown.ts";
import { createClassifier } from "../model/classifier/classifier.ts";
import type { DitConfig } from "../model/dit/dit_config.ts";
import { initialParameters } from "../model/parameters.ts";
import { randomKey, RandomStream } from "../random/mod.ts";
import type { SequenceData } from "../artifacts/dataset.ts";
import { train } from "./train.ts";

const VOCAB = 6, MASK = 5, START = 4, LENGTH = 4;

/** A start token and three tokens; the label is the parity of the second, the others say nothing. */
function sequences(n: number, seed: number): SequenceData {
  const stream = new RandomStream(randomKey(seed));
  const tokens = Uint8Array.from(
    { length: n * LENGTH },
    (_, i) => i % LENGTH === 0 ? START : stream.integer(4),
  );
  const labels = Uint8Array.from({ length: n }, (_, row) => tokens[row * LENGTH + 1]! % 2);
  return { tokens, labels, length: LENGTH };
}

const data = sequences(400, 0), heldOut = sequences(64, 1);

/** What a classifier that was trained says of the first label of some sequences. */
async function trained(shows: Shown, asked: readonly (readonly number[])[]) {
  const config: DitConfig = {
    ...{ vocab: VOCAB, length: LENGTH, maskId: MASK, numClasses: 2, classifies: true },
    ...{ causal: shows === "prefix", hiddenSize: 16, nBlocks: 1, nHeads: 2, condDim: 4 },
  };
  const scratch = await Deno.makeTempDir();
  try {
    const objective = classifierObjective({ shows, vocab: VOCAB, maskId: MASK, tMin: 0.001 });
    const { parameters } = await train(
      config,
      initialParameters(config, randomKey(3)),
      { data, heldOut, scratch },
      {
        ...{ objective, batchSize: 16, steps: 300, seed: 1, noLabel: 2, labelDropout: 0.1 },
        ...{ decay: "cosine", peak: 0.01, finalShare: 0.1, warmupSteps: 5, decayShare: 0.2 },
        ...{ emaDecay: 0.95, logEvery: 100, validateEvery: 100, validationBatches: 4, threads: 1 },
      },
    );
    const classifier = createClassifier(parameters, config, { threads: 1 });
    const said = await classifier.evaluate(Int32Array.from(asked.flat()), asked.length);
    await classifier.release();
    return Array.from(said, Math.exp).filter((_, i) => i % 2 === 0);
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}

const between = (value: number, low: number, high: number) =>
  ok(value >= low && value <= high, `${value} is not between ${low} and ${high}`);

Deno.test("train() teaches a classifier to read what is not masked", async () => {
  const asked = [[START, 2, 1, 3], [START, 1, MASK, MASK], [MASK, MASK, MASK, MASK]];
  const [even, odd, unknown] = await trained("masks", asked) as [number, number, number];
  between(even, 0.95, 1);
  between(odd, 0, 0.05);
  between(unknown, 0.35, 0.65);
});

Deno.test("train() teaches a classifier to doubt tokens that may be random", async () => {
  const [even, odd] = await trained("tokens", [[START, 2, 1, 3], [START, 1, 0, 2]]) as [
    number,
    number,
  ];
  between(even, 0.6, 0.98);
  between(odd, 0.02, 0.4);
});

Deno.test("train() teaches a classifier to judge each prefix", async () => {
  const [atStart, even, later] = await trained("prefix", [[START, 2, 1, 3]]) as [
    number,
    number,
    number,
  ];
  between(atStart, 0.35, 0.65);
  between(even, 0.95, 1);
  between(later, 0.95, 1);
});
