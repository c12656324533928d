import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { maskedObjective } from "../diffusion/objectives/masked.ts";
import { initialParameters, type Parameters } from "../model/parameters.ts";
import { randomKey, RandomStream } from "../random/mod.ts";
import type { EngineName } from "../tensor/engines/engines.ts";
import { engineTestOptions } from "../tensor/testing/engine_test_options.ts";
import { train, type TrainOptions } from "./train.ts";

const CONFIG = {
  ...{ vocab: 6, length: 4, hiddenSize: 8, nBlocks: 1, nHeads: 2, condDim: 4, numClasses: 2 },
  maskId: 5,
};

const OPTIONS: TrainOptions = {
  objective: maskedObjective({ maskId: CONFIG.maskId, corrector: {} }),
  ...{ batchSize: 8, steps: 4, seed: 1, noLabel: CONFIG.numClasses, labelDropout: 0.1 },
  ...{ decay: "cosine", peak: 0.02, finalShare: 0.01, warmupSteps: 2, decayShare: 0.2 },
  ...{ emaDecay: 0.9, logEvery: 2, validateEvery: 4, validationBatches: 1, threads: 1 },
};

async function trained(engine: EngineName, options: Partial<TrainOptions> = {}) {
  const stream = new RandomStream(randomKey(0)), { length } = CONFIG;
  const labels = Uint8Array.from({ length: 24 }, () => stream.integer(2));
  const tokens = Uint8Array.from({ length: 24 * length }, () => stream.integer(5));
  const data = { tokens, labels, length };
  const scratch = await Deno.makeTempDir();
  try {
    const initial = initialParameters(CONFIG, randomKey(3));
    return await train(CONFIG, initial, { data, heldOut: data, scratch }, {
      ...{ ...OPTIONS, ...options, engine },
    });
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}

/** The largest difference of an element. */
function farthest(a: Parameters, b: Parameters): number {
  return Math.max(
    ...Object.entries(a).flatMap(([name, { data }]) =>
      [...data].map((x, i) => Math.abs(x - b[name]!.data[i]!))
    ),
  );
}

const { ignore, note } = await engineTestOptions("gpu");

for (
  const [what, options] of Object.entries<Partial<TrainOptions>>({
    "a training": {},
    "a training in parts, by Muon and with dropout": {
      ...{ accumulate: 2, optimizer: "muon", dropout: 0.1 },
    },
  })
) {
  Deno.test({
    name: `${what} on the gpu engine learns what it does on the default one${note}`,
    ignore,
    async fn() {
      const one = await trained("compiled", options), other = await trained("gpu", options);
      assertEquals(other.history.map(({ step }) => step), one.history.map(({ step }) => step));
      one.history.forEach(({ loss, validation }, i) => {
        const there = other.history[i]!;
        ok(Math.abs(there.loss! - loss!) <= 1e-3, `loss ${there.loss} for ${loss}`);
        ok(Math.abs((there.validation ?? 0) - (validation ?? 0)) <= 1e-3);
      });
      ok(farthest(one.parameters, other.parameters) <= 1e-3);
    },
  });
}
