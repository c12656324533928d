import { deepStrictEqual as assertEquals, notDeepStrictEqual, ok } from "node:assert/strict";
import { readLladaGolden } from "../../tests/llada_fixture.ts";
import { maskedObjective } from "../diffusion/objectives/masked.ts";
import { addAdapters } from "../model/lora/add_adapters.ts";
import { adaptedWeight } from "../model/lora/lora_parameters.ts";
import { loadNetwork } from "../model/network.ts";
import { randomKey, RandomStream } from "../random/mod.ts";
import { stateName } from "./step/layout.ts";
import { prepareStep } from "./step/prepare_step.ts";
import { parameterTensors } from "../model/forward.ts";
import { initialState } from "./step/state.ts";
import { lossAndGradients, shownSpecs, slotSpecs } from "./step/step.ts";
import { train } from "./train.ts";

const LORA = { rank: 2, alpha: 4, targets: ["k_proj", "attn_out", "ff_proj", "ff_out"] };

/** A golden network with adapters, those that come second drawn, so that both have gradients. */
async function adapted() {
  const golden = await readLladaGolden("llada-tiny-gqa"), stream = new RandomStream(randomKey(2));
  const { config, parameters } = addAdapters(golden, LORA, randomKey(1));
  for (const [name, { data }] of Object.entries(parameters)) {
    if (name.endsWith("lora_B.weight")) data.forEach((_, i) => data[i] = 0.1 * stream.normal());
  }
  return { golden, config, parameters };
}

Deno.test("the gradient of every adapter is the finite difference along it", async () => {
  const { golden, config, parameters } = await adapted(), network = await loadNetwork(config);
  const options = { batchSize: 4, objective: maskedObjective({ maskId: config.maskId }) };
  const adapters = Object.keys(parameters).filter((name) => adaptedWeight(name) !== undefined);
  const frozen = Object.fromEntries(
    Object.entries(parameters).filter(([name]) => !adapters.includes(name)),
  );
  const { arrays: state } = initialState(network, structuredClone(parameters), options);
  const z = golden.integers("sft.z");
  const shown = {
    x0: golden.integers("sft.x0"),
    zt: z,
    labels: new Int32Array(4),
    mdmWeights: Float32Array.from(z, (id) => Number(id === config.maskId)),
  };
  const { run, values, release } = await prepareStep({
    compute(inputs) {
      const { losses, gradients } = lossAndGradients(network, options.objective, inputs);
      return { values: { ...gradients, ...losses } };
    },
    inputs: {
      shown: shownSpecs(network, options),
      state: slotSpecs(network, options.objective, "parameter"),
    },
    frozen: parameterTensors(frozen),
  }, { shown, state });
  await run();
  const gradients = Object.fromEntries(
    Object.entries(values).filter(([name]) => name in parameters)
      .map(([name, gradient]) => [name, gradient.slice()]),
  );
  assertEquals(Object.keys(gradients).sort(), adapters.sort());
  for (const [name, gradient] of Object.entries(gradients)) {
    const parameter = state[stateName("parameter", name)]!, original = parameter.slice();
    const norm = Math.hypot(...gradient), epsilon = 1e-2;
    const lossAlong = async (distance: number) => {
      parameter.set(original.map((x, i) => x + distance * gradient[i]! / norm));
      await run();
      return values.loss![0]!;
    };
    const slope = (await lossAlong(epsilon) - await lossAlong(-epsilon)) / (2 * epsilon);
    parameter.set(original);
    ok(norm > 1e-4, `${name} has no gradient`);
    ok(Math.abs(slope - norm) <= 2e-2 * norm + 2e-4, `${name}: ${slope} and ${norm}`);
  }
  await release();
});

Deno.test("training moves adapters alone, and lowers the loss", async () => {
  const { config, parameters } = await adapted(), scratch = await Deno.makeTempDir();
  try {
    const before = structuredClone(parameters), length = 40;
    // Sequences that the network has not seen: one token, again and again.
    const tokens = Uint16Array.from({ length: 4 * length }, (_, i) => 3 + Math.floor(i / length));
    const data = { tokens, labels: new Uint8Array(4), length };
    const { parameters: after, history } = await train(config, parameters, {
      ...{ data, heldOut: data, scratch },
    }, {
      objective: maskedObjective({ maskId: config.maskId, parameterization: "softmax" }),
      ...{ batchSize: 4, steps: 40, seed: 0, noLabel: 0, labelDropout: 0, warmupSteps: 2 },
      ...{ decay: "cosine", peak: 0.01, finalShare: 0.1, decayShare: 0.2, emaDecay: 0.9 },
      ...{ logEvery: 10, validateEvery: 10, validationBatches: 2, threads: 2 },
    });
    assertEquals(Object.keys(after).sort(), Object.keys(before).sort());
    for (const [name, { data }] of Object.entries(after)) {
      if (adaptedWeight(name) === undefined) assertEquals(data, before[name]!.data, name);
      else notDeepStrictEqual(data, before[name]!.data, name);
    }
    ok(history.at(-1)!.validation! < 0.8 * history[0]!.validation!);
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
});
