import * as tf from "@tensorflow/tfjs-core";
import { positionLosses } from "../diffusion/loss.ts";
import type { DitConfig } from "../model/config.ts";
import { dit } from "../model/dit.ts";
import { parameterSpecs } from "../model/parameters.ts";
import { adamw, type AdamWOptions, clipByGlobalNorm } from "../tensor/adamw.ts";
import type { Graph, TensorSpec } from "../tensor/graph.ts";
import { trace } from "../tensor/trace.ts";

/** What a training step does. */
export interface StepOptions extends AdamWOptions {
  /** Sequences of a batch. */
  readonly batchSize: number;
  /** `"mdm"` is one pass; `"proseco"` adds the corrector's. */
  readonly objective: "mdm" | "proseco";
  /** Bound of the global gradient norm. @default {1} */
  readonly clip?: number;
}

/** Inputs of a step that hold one batch and its settings. */
export function batchSpecs(
  config: Pick<DitConfig, "length">,
  { batchSize, objective }: Pick<StepOptions, "batchSize" | "objective">,
): Record<string, TensorSpec> {
  const positions = batchSize * config.length;
  const specs: Record<string, TensorSpec> = {
    x0: { shape: [batchSize, config.length], dtype: "int32" },
    zt: { shape: [batchSize, config.length], dtype: "int32" },
    labels: { shape: [batchSize], dtype: "int32" },
    mdmWeights: { shape: [positions], dtype: "float32" },
  };
  if (objective === "proseco") {
    specs.correctorWeights = { shape: [positions], dtype: "float32" };
  }
  for (const name of ["learningRate", "step", "emaDecay"]) {
    specs[name] = { shape: [], dtype: "float32" };
  }
  return specs;
}

/** The copies of each parameter that a step reads and writes, by prefix of their names. */
export const STATE_PREFIXES = ["parameter", "mean", "square", "ema"] as const;

/** Inputs and outputs of a step that hold parameters and optimiser state. */
export function stateSpecs(config: DitConfig): Record<string, TensorSpec> {
  const specs: Record<string, TensorSpec> = {};
  for (const [name, shape] of parameterSpecs(config)) {
    for (const prefix of STATE_PREFIXES) specs[`${prefix}/${name}`] = { shape, dtype: "float32" };
  }
  return specs;
}

/**
 * Records a whole training step: forward, backward, clipping, AdamW and the exponential moving
 * average of the parameters. Its results are the new state, named `next/…`, and the scalars `loss`,
 * `mdmLoss`, `correctorLoss` (means over positions) and `gradientNorm`.
 */
export function traceStep(config: DitConfig, options: StepOptions): Promise<Graph> {
  const { objective, clip = 1 } = options;
  const names = parameterSpecs(config).map(([name]) => name);
  const program = (inputs: Record<string, tf.Tensor>): Record<string, tf.Tensor> => {
    const positions = inputs.mdmWeights.shape[0];
    const means: Record<string, tf.Tensor> = {};
    const loss = (...parameters: tf.Tensor[]): tf.Scalar => {
      const named = Object.fromEntries(names.map((name, i) => [name, parameters[i]]));
      const losses = positionLosses(
        (tokens) => dit(named, config, tokens, inputs.labels),
        {
          x0: inputs.x0,
          zt: inputs.zt,
          mdmWeights: inputs.mdmWeights,
          correctorWeights: inputs.correctorWeights,
        },
        config.maskId,
      );
      means.mdmLoss = tf.keep(tf.div(tf.sum(losses.mdm), positions));
      if (objective === "mdm") return means.mdmLoss as tf.Scalar;
      means.correctorLoss = tf.keep(tf.div(tf.sum(losses.corrector!), positions));
      return tf.add(means.mdmLoss, means.correctorLoss);
    };
    const parameters = names.map((name) => inputs[`parameter/${name}`]);
    const { value, grads } = tf.valueAndGrads(loss)(parameters);
    const { norm, factor } = clipByGlobalNorm(grads, clip);
    const outputs: Record<string, tf.Tensor> = { loss: value, gradientNorm: norm, ...means };
    for (const [i, name] of names.entries()) {
      const { parameter, mean, square } = adamw(
        {
          parameter: parameters[i],
          mean: inputs[`mean/${name}`],
          square: inputs[`square/${name}`],
        },
        tf.mul(grads[i], factor),
        inputs.learningRate,
        inputs.step,
        options,
      );
      const ema = tf.add(
        tf.mul(inputs[`ema/${name}`], inputs.emaDecay),
        tf.mul(parameter, tf.sub(1, inputs.emaDecay)),
      );
      Object.assign(outputs, {
        [`next/parameter/${name}`]: parameter,
        [`next/mean/${name}`]: mean,
        [`next/square/${name}`]: square,
        [`next/ema/${name}`]: ema,
      });
    }
    return outputs;
  };
  return trace(program, { ...batchSpecs(config, options), ...stateSpecs(config) });
}
