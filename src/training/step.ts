import * as tf from "@tensorflow/tfjs-core";
import { positionLosses } from "../diffusion/loss.ts";
import type { DitConfig } from "../model/config.ts";
import { dit } from "../model/dit.ts";
import { parameterSpecs } from "../model/parameters.ts";
import { muon } from "../tensor/muon.ts";
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

/** Inputs and outputs of a step that hold parameters, optimiser state and averages. */
export function stateSpecs(
  config: DitConfig,
  optimizer: StepOptions["optimizer"],
): Record<string, TensorSpec> {
  const specs: Record<string, TensorSpec> = {};
  for (const [name, shape] of parameterSpecs(config)) {
    const hasSquare = optimizer !== "muon" || !isMuonMatrix(name);
    for (const prefix of ["parameter", "mean", ...(hasSquare ? ["square"] : []), "ema"]) {
      specs[`${prefix}/${name}`] = { shape, dtype: "float32" };
    }
  }
  return specs;
}

/** Mean losses over positions and the gradient of their sum for each parameter. */
export interface LossAndGradients {
  /** Scalars `loss`, `mdmLoss` and, with a corrector, `correctorLoss`. */
  readonly losses: Readonly<Record<string, tf.Tensor>>;
  /** Gradients by the parameter's name. */
  readonly gradients: Readonly<Record<string, tf.Tensor>>;
}

/** Computes losses and gradients from the tensors of {@linkcode batchSpecs} and `parameter/…`. */
export function lossAndGradients(
  config: DitConfig,
  inputs: Readonly<Record<string, tf.Tensor>>,
): LossAndGradients {
  const names = parameterSpecs(config).map(([name]) => name);
  const { x0, zt, labels, mdmWeights, correctorWeights } = inputs;
  const batch = { x0, zt, mdmWeights, correctorWeights };
  const losses: Record<string, tf.Tensor> = {};
  const total = (...parameters: tf.Tensor[]): tf.Scalar => {
    const named = Object.fromEntries(names.map((name, i) => [name, parameters[i]]));
    const network = (tokens: tf.Tensor) => dit(named, config, tokens, labels);
    const { mdm, corrector } = positionLosses(network, batch, config.maskId);
    losses.mdmLoss = tf.keep(tf.mean(mdm));
    if (corrector === undefined) return losses.mdmLoss as tf.Scalar;
    losses.correctorLoss = tf.keep(tf.mean(corrector));
    return tf.add(losses.mdmLoss, losses.correctorLoss);
  };
  const { value, grads } = tf.valueAndGrads(total)(
    names.map((name) => inputs[`parameter/${name}`]),
  );
  return {
    losses: { loss: value, ...losses },
    gradients: Object.fromEntries(names.map((name, i) => [name, grads[i]])),
  };
}

/**
 * Records a whole training step: forward, backward, clipping, the optimiser and the exponential
 * moving average of the parameters. Its results are the new state, named `next/…`, the losses of
 * {@linkcode lossAndGradients} and `gradientNorm`.
 */
export function traceStep(config: DitConfig, options: StepOptions): Promise<Graph> {
  const { clip = 1, optimizer = "adamw" } = options;
  const program = (inputs: Record<string, tf.Tensor>): Record<string, tf.Tensor> => {
    const { losses, gradients } = lossAndGradients(config, inputs);
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
  return trace(program, { ...batchSpecs(config, options), ...stateSpecs(config, optimizer) });
}
