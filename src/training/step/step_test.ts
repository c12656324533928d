import { ok, rejects } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { type Golden, maxError, readGolden } from "../../../tests/golden_fixture.ts";
import {
  type LossBatch,
  type LossOptions,
  positionLosses,
} from "../../diffusion/objectives/losses/self_correction_loss.ts";
import { predictionOfLogits } from "../../diffusion/objectives/losses/prediction.ts";
import { maskedObjective } from "../../diffusion/objectives/masked.ts";
import type { Objective } from "../../diffusion/objectives/objective.ts";
import { headLogits } from "../../tensor/ops/linear_log_probabilities.ts";
import { stateName, type StepSource } from "./layout.ts";
import { prepareStep } from "./prepare_step.ts";
import { initialState } from "./state.ts";
import { lossAndGradients, shownSpecs, slotSpecs, stepSource } from "./step.ts";

const MASK = 33;
const OBJECTIVE = {
  batchSize: 4,
  objective: maskedObjective({ maskId: MASK, corrector: {} }),
};

/** The golden batch, weight 1/t, masked positions for the denoising loss; parameters and scalars. */
function goldenInputs({ config, network, parameters, floats, integers }: Golden) {
  const z = integers("z"),
    weights = Float32Array.from(z, (_, i) => 1 / floats("t")[Math.floor(i / config.length)]!);
  return {
    shown: {
      x0: integers("x0"),
      zt: z,
      labels: integers("cond"),
      mdmWeights: weights.map((weight, i) => z[i] === config.maskId ? weight : 0),
      correctorWeights: weights,
    },
    scalars: {
      learningRate: Float32Array.of(1e-3),
      step: Float32Array.of(0),
      emaDecay: Float32Array.of(0.5),
    },
    state: initialState(network, structuredClone(parameters), OBJECTIVE).arrays,
  };
}

/** A program that reads a batch and the parameters. */
function withParameters(
  { network }: Golden,
  options: typeof OBJECTIVE,
  compute: StepSource["compute"],
): StepSource {
  return {
    compute,
    inputs: {
      shown: shownSpecs(network, options),
      state: slotSpecs(network, options.objective, "parameter"),
    },
  };
}

for (
  const [variant, lossOptions] of [
    ["all", {}],
    ["masked_only", { correctorPositions: "masked" }],
    ["errors", { upweightErrors: true }],
  ] satisfies [string, LossOptions][]
) {
  Deno.test(`positionLosses() reproduces PyTorch's losses of every position, variant ${variant}`, async () => {
    const golden = await readGolden(), { config, network, floats, integers } = golden;
    const source = withParameters(golden, OBJECTIVE, ({ shown, state }) => {
      const named = Object.fromEntries(
        network.parameters.map(({ name }) => [name, state[stateName("parameter", name)]!]),
      );
      const labels = shown.labels!;
      const logits = (tokens: tf.Tensor) =>
        headLogits(network.forward(named, { tokens, labels }).head());
      const { mdm, corrector, y } = positionLosses(
        (tokens) => predictionOfLogits(logits(tokens), config.maskId),
        shown as unknown as LossBatch,
        config.maskId,
        lossOptions,
      );
      return { values: { mdm, corrector: corrector!, y: tf.cast(y!, "float32") } };
    });
    const { run, values, release } = await prepareStep(source, goldenInputs(golden));
    await run();
    await release();
    ok(maxError(values.mdm!, floats(`loss.${variant}.mdm`)) <= 2e-4);
    ok(maxError(values.corrector!, floats(`loss.${variant}.self_correction`)) <= 2e-4);
    ok(maxError(values.y!, integers(`loss.${variant}.y`)) === 0);
  });
}

/** The losses of an objective on the golden batch and their gradients. */
function lossesOf(golden: Golden, options: typeof OBJECTIVE): StepSource {
  return withParameters(golden, options, (inputs) => {
    const { losses, gradients } = lossAndGradients(golden.network, options.objective, inputs);
    return { values: { ...gradients, ...losses } };
  });
}

Deno.test("lossAndGradients() agrees with the finite difference along every parameter", async () => {
  const golden = await readGolden(), inputs = goldenInputs(golden);
  // One pass only: the argmax that the corrector sees jumps as the parameters move.
  const options = { batchSize: 4, objective: maskedObjective({ maskId: MASK }) };
  const { run, values, release } = await prepareStep(lossesOf(golden, options), inputs);
  await run();
  const gradients = golden.network.parameters.map(({ name }) =>
    [name, values[name]!.slice()] as const
  );
  for (const [name, gradient] of gradients) {
    const parameter = inputs.state[stateName("parameter", name)]!, original = parameter.slice();
    const norm = Math.hypot(...gradient), epsilon = 2e-3;
    const lossAlong = async (distance: number) => {
      parameter.set(original.map((x, i) => x + distance * gradient[i]! / norm));
      await run();
      return values.loss![0]!;
    };
    const slope = (await lossAlong(epsilon) - await lossAlong(-epsilon)) / (2 * epsilon);
    parameter.set(original);
    ok(
      Math.abs(slope - norm) <= 0.01 * norm + 3e-4,
      `${name}: ${slope} along a gradient of ${norm}`,
    );
  }
  await release();
});

Deno.test("lossAndGradients() gives PyTorch's gradient, up to what the golden file has left over", async () => {
  const golden = await readGolden(), { floats } = golden;
  const { run, values, release } = await prepareStep(
    lossesOf(golden, OBJECTIVE),
    goldenInputs(golden),
  );
  await run();
  await release();
  // The golden gradients were added to a clipped gradient that was not zeroed: they differ from
  // PyTorch's own gradient of this loss (bench/peers/dit.py) by a vector of norm 1, the bound of
  // clipping, and their norm is 9.387 where the same file's first training step says 9.101.
  const names = golden.network.parameters.map(({ name }) => name);
  const ours = names.flatMap((name) => [...values[name]!]);
  const theirs = names.flatMap((name) => [...floats(`grad.${name}`)]);
  const norm = (vector: number[]) => Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
  ok(Math.abs(norm(ours) - floats("train.grad_norms")[0]!) <= 2e-4);
  ok(Math.abs(norm(ours.map((x, i) => theirs[i]! - x)) - 1) <= 2e-4);
});

Deno.test("lossAndGradients() refuses a pass beyond those that the objective declares", async () => {
  const golden = await readGolden();
  const objective: Objective = { ...OBJECTIVE.objective, passes: 1 };
  await rejects(
    prepareStep(lossesOf(golden, { ...OBJECTIVE, objective }), goldenInputs(golden)),
    /Cannot train: the objective "proseco" asks for pass 1 of the network, .* declares 1/,
  );
});

Deno.test("stepSource() drops elements of each pass by masks of its own", async () => {
  const golden = await readGolden(), { network } = golden;
  const source = stepSource(network, { ...OBJECTIVE, dropout: 0.5 });
  const masks = source.inputs.dropout!;
  const correctorLoss = async (masked: number) => {
    const dropout = Object.fromEntries(
      Object.entries(masks).map(([name, { shape }]) => {
        const size = shape.reduce((product, n) => product * n, 1);
        return [name, new Float32Array(size).fill(name.startsWith(`${masked}/`) ? 0 : 1)];
      }),
    );
    const inputs = { ...goldenInputs(golden), dropout };
    const { run, values, release } = await prepareStep(source, inputs);
    await run();
    await release();
    return [values.mdmLoss![0], values.correctorLoss![0]];
  };
  const none = await correctorLoss(2), second = await correctorLoss(1);
  ok(none[0] === second[0], "the first pass knows nothing of the second one's masks");
  ok(Math.abs(none[1]! - second[1]!) > 1e-4, `${none[1]} and ${second[1]}`);
});

Deno.test("stepSource() follows PyTorch for five updates", async () => {
  const golden = await readGolden(), { network, floats } = golden, inputs = goldenInputs(golden);
  const source = stepSource(network, { ...OBJECTIVE, weightDecay: 0.01 });
  const { run, values, release } = await prepareStep(source, inputs);
  for (let step = 0; step < 5; step++) {
    inputs.scalars.step[0] = step + 1;
    await run();
    const loss = floats("train.losses")[step]!, norm = floats("train.grad_norms")[step]!;
    ok(Math.abs(values.loss![0]! / loss - 1) <= 1e-3, `loss of step ${step}`);
    ok(Math.abs(values.gradientNorm![0]! / norm - 1) <= 1e-3, `norm of step ${step}`);
  }
  await release();
  for (const { name } of network.parameters) {
    const after = inputs.state[stateName("parameter", name)]!;
    const error = maxError(after, floats(`train.after5.${name}`));
    // Where a gradient is nearly zero, AdamW turns its rounding into a step of up to 1e-3.
    ok(error <= 1e-3, `${name}: ${error}`);
  }
});
