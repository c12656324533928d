import * as tf from "@tensorflow/tfjs-core";
import type { DitConfig } from "../model/config.ts";
import { dit, ditQuality } from "../model/dit.ts";
import { type Parameters, parameterSpecs } from "../model/parameters.ts";
import { muon } from "../tensor/muon.ts";
import { adamw, type AdamWOptions, clipByGlobalNorm } from "../tensor/adamw.ts";
import type { Graph, TensorSpec } from "../tensor/graph.ts";
import { trace } from "../tensor/trace.ts";
import type { Objective, TrainedNetwork } from "./objectives/objective.ts";

/** What a training step does. */
export interface StepOptions extends AdamWOptions {
  /** Sequences of a batch. */
  readonly batchSize: number;
  /** What is minimised. */
  readonly objective: Objective;
  /** Bound of the global gradient norm. @default {1} */
  readonly clip?: number;
  /**
   * `"muon"` moves the weight matrices of the blocks by Muon and the rest by AdamW; the paper uses
   * `"adamw"` for all.
   *
   * @default {"adamw"}
   */
  readonly optimizer?: "adamw" | "muon";
}

/** Whether Muon moves a parameter: the matrices within the blocks, modulations aside. */
function isMuonMatrix(name: string): boolean {
  return /^blocks\.\d+\.(attn_qkv|attn_out|mlp\.[02])\.weight$/.test(name);
}

/** Inputs of a step that hold one batch and its settings. */
export function batchSpecs(
  config: Pick<DitConfig, "length">,
  { batchSize, objective }: Pick<StepOptions, "batchSize" | "objective">,
): Record<string, TensorSpec> {
  const specs: Record<string, TensorSpec> = {
    x0: { shape: [batchSize, config.length], dtype: "int32" },
    labels: { shape: [batchSize], dtype: "int32" },
    ...objective.specs(batchSize, config.length),
  };
  for (const name of ["learningRate", "step", "emaDecay"]) {
    specs[name] = { shape: [], dtype: "float32" };
  }
  return specs;
}

/** Names and shapes of the parameters that an objective moves. */
export function trainedSpecs(config: DitConfig, objective: Objective): [string, number[]][] {
  return parameterSpecs(config)
    .filter(([name]) => objective.trains?.(name) ?? true)
    .map(([name, shape]) => [name, shape]);
}

/** Inputs and outputs of a step that hold parameters, optimiser state and averages. */
export function stateSpecs(
  config: DitConfig,
  { objective, optimizer }: Pick<StepOptions, "objective" | "optimizer">,
): Record<string, TensorSpec> {
  const specs: Record<string, TensorSpec> = {};
  for (const [name, shape] of trainedSpecs(config, objective)) {
    const hasSquare = optimizer !== "muon" || !isMuonMatrix(name);
    for (const prefix of ["parameter", "mean", ...(hasSquare ? ["square"] : []), "ema"]) {
      specs[`${prefix}/${name}`] = { shape, dtype: "float32" };
    }
  }
  return specs;
}

/** Mean losses over positions and the gradient of their sum for each parameter. */
export interface LossAndGradients {
  /** Scalars: `loss`, the sum, and each of the objective's by its name. */
  readonly losses: Readonly<Record<string, tf.Tensor>>;
  /** Gradients by the parameter's name. */
  readonly gradients: Readonly<Record<string, tf.Tensor>>;
}

/** The network that an objective sees, from parameters by their plain names. */
export function networkOf(
  config: DitConfig,
  parameters: Readonly<Record<string, tf.Tensor>>,
  labels: tf.Tensor,
): TrainedNetwork {
  return {
    logits: (tokens) => dit(parameters, config, tokens, labels),
    quality: (tokens) => ditQuality(parameters, config, tokens, labels),
  };
}

/**
 * Computes losses and gradients from the tensors of {@linkcode batchSpecs} and `parameter/…`, and
 * `frozen/…` for what the objective does not move.
 */
export function lossAndGradients(
  config: DitConfig,
  objective: Objective,
  inputs: Readonly<Record<string, tf.Tensor>>,
): LossAndGradients {
  const names = trainedSpecs(config, objective).map(([name]) => name);
  const frozen = Object.fromEntries(
    Object.entries(inputs).filter(([name]) => name.startsWith("frozen/"))
      .map(([name, tensor]) => [name.slice("frozen/".length), tensor]),
  );
  const losses: Record<string, tf.Tensor> = {};
  const total = (...parameters: tf.Tensor[]): tf.Scalar => {
    const trained = Object.fromEntries(names.map((name, i) => [name, parameters[i]]));
    const network = networkOf(config, { ...frozen, ...trained }, inputs.labels);
    for (const [name, loss] of Object.entries(objective.losses(network, inputs))) {
      losses[name] = tf.keep(tf.mean(loss));
    }
    return Object.values(losses).reduce((sum, loss) => tf.add(sum, loss)) as tf.Scalar;
  };
  const { value, grads } = tf.valueAndGrads(total)(
    names.map((name) => inputs[`parameter/${name}`]),
  );
  return {
    losses: { loss: value, ...losses },
    gradients: Object.fromEntries(names.map((name, i) => [name, grads[i]])),
  };
}

/** Parameters as the constants of a graph, named `frozen/…`. */
export function frozenConstants(
  frozen: Parameters,
): Record<string, TensorSpec & { readonly data: Float32Array }> {
  return Object.fromEntries(
    Object.entries(frozen).map(([name, { shape, data }]) => [
      `frozen/${name}`,
      { shape, data, dtype: "float32" as const },
    ]),
  );
}

/**
 * Records a whole training step: forward, backward, clipping, the optimiser and the exponential
 * moving average of the parameters. Its results are the new state, named `next/…`, the losses of
 * {@linkcode lossAndGradients} and `gradientNorm`.
 *
 * @param frozen Parameters that the objective does not move; they become constants.
 */
export function traceStep(
  config: DitConfig,
  options: StepOptions,
  frozen: Parameters = {},
): Promise<Graph> {
  const { clip = 1, optimizer = "adamw", objective } = options;
  const program = (inputs: Record<string, tf.Tensor>): Record<string, tf.Tensor> => {
    const { losses, gradients } = lossAndGradients(config, objective, inputs);
    const { norm, factor } = clipByGlobalNorm(Object.values(gradients), clip);
    const outputs: Record<string, tf.Tensor> = { ...losses, gradientNorm: norm };
    for (const [name, gradient] of Object.entries(gradients)) {
      const clipped = tf.mul(gradient, factor), rate = inputs.learningRate;
      const state = {
        parameter: inputs[`parameter/${name}`],
        mean: inputs[`mean/${name}`],
        square: inputs[`square/${name}`],
      };
      const next = optimizer === "muon" && isMuonMatrix(name)
        ? muon(state, clipped, rate, { weightDecay: options.weightDecay })
        : adamw(state, clipped, rate, inputs.step, options);
      const ema = tf.add(
        tf.mul(inputs[`ema/${name}`], inputs.emaDecay),
        tf.mul(next.parameter, tf.sub(1, inputs.emaDecay)),
      );
      for (const [prefix, tensor] of Object.entries({ ...next, ema })) {
        outputs[`next/${prefix}/${name}`] = tensor;
      }
    }
    return outputs;
  };
  return trace(
    program,
    { ...batchSpecs(config, options), ...stateSpecs(config, options) },
    frozenConstants(frozen),
  );
}
