import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import { maskedObjective } from "../../diffusion/objectives/masked.ts";
import { addAdapters } from "../../model/lora/add_adapters.ts";
import type { LladaConfig } from "../../model/llada/llada_config.ts";
import { loadNetwork } from "../../model/network.ts";
import { initialParameters } from "../../model/parameters.ts";
import { parameterTensors } from "../../model/forward.ts";
import { foldIn, randomKey, RandomStream } from "../../random/mod.ts";
import type { EngineName } from "../../tensor/engines/engines.ts";
import { allocateArrays } from "../../tensor/graph/bound_arrays.ts";
import { prepareStep } from "./prepare_step.ts";
import { initialState } from "./state.ts";
import {
  lossAndGradients,
  maskSpecs,
  shownSpecs,
  slotSpecs,
  type StepOptions,
  trainedSpecs,
} from "./step.ts";
import { createUpdater } from "./updater.ts";

const KEY = randomKey(0);

const CONFIG: LladaConfig = {
  ...{ architecture: "llada", vocab: 11, length: 5, hiddenSize: 8, nBlocks: 5, nHeads: 2 },
  ...{ nKeyHeads: 1, mlpSize: 12, numClasses: 0, maskId: 9, causal: true },
};

const OPTIONS: StepOptions = {
  batchSize: 3,
  dropout: 0.2,
  objective: maskedObjective({ maskId: CONFIG.maskId, corrector: {} }),
};

/** Losses and gradients of a random batch, by name. */
async function gradientsOf(recompute: boolean, lora: boolean, engine?: EngineName) {
  const plain = { config: CONFIG, parameters: initialParameters(CONFIG, KEY) };
  const { config, parameters } = lora
    ? addAdapters(plain, { rank: 2, alpha: 2, targets: ["v_proj", "up_proj"] }, KEY)
    : plain;
  const network = await loadNetwork(config), { objective } = OPTIONS;
  const trained = new Set(trainedSpecs(network, objective).map(({ name }) => name));
  const shown = allocateArrays(shownSpecs(network, OPTIONS));
  const dropout = allocateArrays(maskSpecs(network, OPTIONS));
  const stream = new RandomStream(foldIn(KEY, "test"));
  for (const array of Object.values({ ...shown, ...dropout })) {
    for (let i = 0; i < array.length; i++) {
      array[i] = array instanceof Int32Array ? stream.integer(CONFIG.vocab) : stream.uniform();
    }
  }
  shown.labels!.fill(0);
  const { run, values, release } = await prepareStep(
    {
      compute(inputs) {
        const { losses, gradients } = lossAndGradients(network, objective, inputs, { recompute });
        return { values: { ...losses, ...gradients } };
      },
      inputs: {
        shown: shownSpecs(network, OPTIONS),
        dropout: maskSpecs(network, OPTIONS),
        state: slotSpecs(network, objective, "parameter"),
      },
      frozen: parameterTensors(
        Object.fromEntries(Object.entries(parameters).filter(([name]) => !trained.has(name))),
      ),
    },
    { shown, dropout, state: initialState(network, parameters, OPTIONS).arrays },
    { engine },
  );
  await run();
  await release();
  return values;
}

for (const engine of ["compiled", "cpu"] as const) {
  for (const lora of [false, true]) {
    const of = lora ? "adapters" : "all parameters";
    Deno.test(`gradients of ${of} are the same where blocks are computed anew, on engine ${engine}`, async () => {
      const kept = await gradientsOf(false, lora, engine);
      const anew = await gradientsOf(true, lora, engine);
      assertEquals(Object.keys(anew), Object.keys(kept));
      for (const [name, expected] of Object.entries(kept)) {
        const norm = Math.hypot(...expected);
        const error = Math.hypot(...expected.map((x, i) => x - anew[name]![i]!));
        ok(error <= 1e-5 * norm, `${name}: ${error} of ${norm}`);
      }
      const moved = Object.entries(anew).filter(([name, gradient]) =>
        !/Loss|loss|lora_A/.test(name) && Math.hypot(...gradient) > 0
      );
      ok(moved.length >= (lora ? 10 : 40), `${moved.length}`);
    });
  }
}

Deno.test("a network whose blocks cannot be computed anew is refused by its architecture", async () => {
  const config = {
    ...{ vocab: 6, length: 4, hiddenSize: 8, nBlocks: 1, nHeads: 2, condDim: 4, numClasses: 2 },
    maskId: 5,
  };
  const network = await loadNetwork(config), objective = maskedObjective({ maskId: 5 });
  const options = { batchSize: 2, objective, recompute: true };
  const state = initialState(network, initialParameters(config, KEY), options);
  await rejects(
    createUpdater(network, state, options, { fill() {}, key: KEY, frozen: {} }),
    /blocks of a network of architecture "dit" are not computed anew: leave recompute out/,
  );
});
