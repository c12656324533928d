import { ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { maxError, readGolden } from "../../tests/golden_fixture.ts";
import { clipByGlobalNorm } from "../tensor/optimizers/clip.ts";
import { DEFAULT_ENGINE, ENGINE_NAMES, type EngineName } from "../tensor/engines/engines.ts";
import { prepare } from "../tensor/engines/prepare.ts";
import { crossEntropy } from "../tensor/ops/cross_entropy.ts";
import { engineTestOptions } from "../tensor/testing/engine_test_options.ts";
import type { ProgramSource } from "../tensor/trace/program_source.ts";
import { headLogits } from "../tensor/ops/linear_log_probabilities.ts";

const golden = await readGolden(), { config, network, floats, integers } = golden;
const names = Object.keys(golden.parameters);

/** One step of gradient descent on the cross-entropy of the golden batch. */
const descent: ProgramSource = {
  compute({ tokens, labels, targets, ...parameters }) {
    const oneHot = tf.cast(tf.oneHot(targets as tf.Tensor1D, config.vocab), "float32");
    const loss = (...values: tf.Tensor[]) => {
      const named = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
      const logits = headLogits(
        network.forward(named, { tokens: tokens!, labels: labels! }).head(),
      );
      return tf.mean(crossEntropy(logits, oneHot, tf.ones([targets!.size]))) as tf.Scalar;
    };
    const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => parameters[name]!));
    const { factor } = clipByGlobalNorm(grads, 1);
    const next = names.map((name, i) => [
      `next/${name}`,
      tf.sub(parameters[name]!, tf.mul(tf.mul(grads[i]!, factor), 0.05)),
    ]);
    return { loss: value, ...Object.fromEntries(next) };
  },
  inputs: {
    tokens: { shape: [4, config.length], dtype: "int32" },
    labels: { shape: [4], dtype: "int32" },
    targets: { shape: [4 * config.length], dtype: "int32" },
    ...Object.fromEntries(
      names.map((name) => [name, { shape: golden.parameters[name]!.shape, dtype: "float32" }]),
    ),
  },
};

/** Losses of three steps and a parameter after them. */
async function descend(engine: EngineName) {
  const program = await prepare(descent, { engine });
  const parameters = Object.fromEntries(
    names.map((name) => [name, golden.parameters[name]!.data.slice()]),
  );
  const loss = new Float32Array(1), losses: number[] = [];
  const batch = { tokens: integers("z"), labels: integers("cond"), targets: integers("x0") };
  const next = Object.entries(parameters).map(([name, data]) => [`next/${name}`, data]);
  const { run } = program.bind({
    inputs: { ...batch, ...parameters },
    outputs: { loss, ...Object.fromEntries(next) },
  });
  for (let step = 0; step < 3; step++) {
    await run();
    losses.push(loss[0]!);
  }
  await program.sync();
  await program.release();
  return { losses, weights: parameters["blocks.0.mlp.0.weight"] };
}

const expected = await descend(DEFAULT_ENGINE);

for (const engine of ENGINE_NAMES.filter((engine) => engine !== DEFAULT_ENGINE)) {
  const { ignore, note } = await engineTestOptions(engine);
  Deno.test({
    name: `the ${engine} engine gives PyTorch's logits${note}`,
    ignore,
    async fn() {
      const program = await prepare({
        compute: ({ tokens, labels, ...parameters }) => ({
          logits: headLogits(
            network.forward(parameters, { tokens: tokens!, labels: labels! }).head(),
          ),
        }),
        inputs: {
          tokens: { shape: [4, config.length], dtype: "int32" },
          labels: { shape: [4], dtype: "int32" },
        },
        constants: Object.fromEntries(
          names.map((name) => [name, { ...golden.parameters[name]!, dtype: "float32" as const }]),
        ),
      }, { engine });
      const logits = new Float32Array(floats("logits").length);
      await program.bind({
        inputs: { tokens: integers("z"), labels: integers("cond") },
        outputs: { logits },
      }).run();
      await program.release();
      ok(maxError(logits, floats("logits")) <= 5e-4);
    },
  });

  Deno.test({
    name: `the ${engine} engine trains as the default one does, its state in its own memory${note}`,
    ignore,
    async fn() {
      const { losses, weights } = await descend(engine);
      ok(maxError(losses, expected.losses) <= 1e-4, String(losses));
      ok(maxError(weights!, expected.weights!) <= 1e-4);
      ok(losses[2]! < losses[0]!);
    },
  });
}
