import { ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { maxError } from "../../../../tests/golden_fixture.ts";
import {
  LLADA_GOLDENS,
  type LladaGolden,
  readLladaGolden,
} from "../../../../tests/llada_fixture.ts";
import type { EngineName } from "../../../tensor/engines/engines.ts";
import { prepare } from "../../../tensor/engines/prepare.ts";
import { headLogits } from "../../../tensor/ops/linear_log_probabilities.ts";
import type { ProgramSource } from "../../../tensor/trace/program_source.ts";
import { maskedObjective } from "../masked.ts";
import { predictionOfHead, predictionOfLogits } from "./prediction.ts";

const ROWS = 4, LENGTH = 40;

/** The golden batch of supervised fine-tuning, as the objective reads it. */
function batchOf({ config: { maskId }, floats, integers }: LladaGolden) {
  const z = integers("sft.z"), t = floats("sft.t"), promptLength = integers("sft.promptLength");
  const rowOf = (i: number) => Math.floor(i / LENGTH);
  const answer = z.map((_, i) => Number(i % LENGTH >= promptLength[rowOf(i)]!));
  const correctorWeights = Float32Array.from(answer, (is, i) => is / t[rowOf(i)]!);
  const mdmWeights = correctorWeights.map((weight, i) => z[i] === maskId ? weight : 0);
  return { x0: integers("sft.x0"), zt: z, answer, mdmWeights, correctorWeights };
}

/** Losses of supervised fine-tuning, their sum over the answers and its gradients. */
function fineTuning(golden: LladaGolden, whole: boolean): ProgramSource {
  const { config: { maskId }, network, parameters } = golden, names = Object.keys(parameters);
  const answers = batchOf(golden).answer.reduce((sum, is) => sum + is, 0);
  const objective = maskedObjective({
    ...{ maskId, parameterization: "softmax", corrector: {}, prompted: true },
  });
  const rows = { shape: [ROWS, LENGTH], dtype: "int32" } as const;
  const positions = { shape: [ROWS * LENGTH], dtype: "float32" } as const;
  return {
    compute(tensors: Readonly<Record<string, tf.Tensor>>) {
      const losses = (...values: tf.Tensor[]) => {
        const named = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
        const head = (tokens: tf.Tensor) =>
          network.forward(named, { tokens, labels: tf.zeros([ROWS], "int32") }).head();
        return objective.losses({
          logits: (tokens) => headLogits(head(tokens)),
          predict: (tokens, { maskId }) =>
            whole
              ? predictionOfLogits(headLogits(head(tokens)), maskId)
              : predictionOfHead(head(tokens), maskId),
          quality: () => tf.zeros([ROWS * LENGTH]),
        }, tensors);
      };
      const total = (...values: tf.Tensor[]) => {
        const { mdmLoss, correctorLoss } = losses(...values);
        return tf.div(tf.sum(tf.add(mdmLoss!, correctorLoss!)), answers) as tf.Scalar;
      };
      const values = names.map((name) => tensors[name]!);
      const { value, grads } = tf.valueAndGrads(total)(values);
      const { mdmLoss, correctorLoss } = losses(...values);
      return {
        ...{ total: value, mdm: mdmLoss!, corrector: correctorLoss! },
        ...Object.fromEntries(names.map((name, i) => [`grad/${name}`, grads[i]!])),
      };
    },
    inputs: {
      ...{ x0: rows, zt: rows, answer: rows, mdmWeights: positions, correctorWeights: positions },
      ...Object.fromEntries(
        names.map((name) => [name, { shape: parameters[name]!.shape, dtype: "float32" as const }]),
      ),
    },
  };
}

/** Prepares it and gives what runs it at changed parameters. */
async function prepareFineTuning(golden: LladaGolden, engine: EngineName, whole: boolean) {
  const program = await prepare(fineTuning(golden, whole), { engine }), batch = batchOf(golden);
  const weights = Object.fromEntries(
    Object.entries(golden.parameters).map(([name, { data }]) => [name, data]),
  );
  return {
    async run(changed: Readonly<Record<string, Float32Array>> = {}) {
      const outputs = Object.fromEntries(
        Object.entries(program.specs().outputs).map(([name, { shape }]) => [
          name,
          new Float32Array(shape.reduce((product, n) => product * n, 1)),
        ]),
      );
      const bound = program.bind({ inputs: { ...batch, ...weights, ...changed }, outputs });
      await bound.run();
      bound.release();
      return outputs;
    },
    release: () => program.release(),
  };
}

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

for (const name of LLADA_GOLDENS) {
  for (
    const [engine, whole] of [["compiled", true], ["compiled", false], ["cpu", true]] as const
  ) {
    const logits = whole ? "all logits held" : "logits in parts";
    Deno.test(`fine-tuning ${name} has PyTorch's losses (${engine}, ${logits})`, async () => {
      const golden = await readLladaGolden(name), names = Object.keys(golden.parameters);
      const { run, release } = await prepareFineTuning(golden, engine, whole);
      const found = await run();
      await release();
      ok(maxError(found.mdm!, golden.floats("sft.mdm")) <= 2e-4, "mdm");
      ok(maxError(found.corrector!, golden.floats("sft.corrector")) <= 2e-4, "corrector");
      // The golden gradients hold what the last step of the golden network's training left in them, as
      // those of tokens show that are nowhere in the batch: what they share is the direction.
      const all = names.map((name) => [found[`grad/${name}`]!, golden.floats(`sft.grad.${name}`)]);
      const over = (f: (own: Float32Array, golden: Float32Array) => number) =>
        all.reduce((sum, [own, golden]) => sum + f(own!, golden!), 0);
      const product = over(dot), own = over((a) => dot(a, a)), theirs = over((_, b) => dot(b, b));
      ok(product / Math.sqrt(own * theirs) >= 0.995);
      ok(Math.abs(Math.sqrt(own / theirs) - 1) <= 0.005);
    });
  }

  // The step is small: a larger one changes the corrector's input somewhere, and the loss jumps.
  Deno.test(`gradients of fine-tuning ${name} are the slopes of a step along each of them`, async () => {
    const golden = await readLladaGolden(name), step = 3e-4;
    const { run, release } = await prepareFineTuning(golden, "compiled", true);
    const found = await run();
    for (const [name, { data }] of Object.entries(golden.parameters)) {
      const gradient = found[`grad/${name}`]!, size = Math.sqrt(dot(gradient, gradient));
      const at = async (factor: number) => {
        const moved = data.map((x, i) => x + factor * gradient[i]! / size);
        return (await run({ [name]: moved })).total![0]!;
      };
      const slope = (await at(step) - await at(-step)) / (2 * step);
      ok(Math.abs(slope - size) <= 0.02 * size, `${name}: ${slope} and ${size}`);
    }
    await release();
  });
}
