import * as tf from "@tensorflow/tfjs-core";
import {
  predictionOfHead,
  predictionOfLogits,
} from "../../diffusion/objectives/losses/prediction.ts";
import type { Dropout, ParameterSpec } from "../../model/architecture.ts";
import { parameterTensors } from "../../model/forward.ts";
import type { Network } from "../../model/network.ts";
import type { Parameters } from "../../model/parameters.ts";
import { headLogits } from "../../tensor/ops/linear_log_probabilities.ts";
import type { TensorSpec } from "../../tensor/graph/graph.ts";
import type { ProgramSource } from "../../tensor/trace/program_source.ts";
import type { Objective, TrainedNetwork } from "../../diffusion/objectives/objective.ts";
import { dropoutOf, dropoutSpecs } from "./dropout.ts";
import { type UpdateOptions, updateState } from "./update.ts";

/** What a training step does. */
export interface StepOptions extends UpdateOptions {
  /** Sequences of a batch. */
  readonly batchSize: number;
  /** What is minimised. */
  readonly objective: Objective;
  /** Share of elements that are dropped from what a branch adds to the residual stream. @default {0} */
  readonly dropout?: number;
}

/** Inputs that hold what the network is shown: one batch. */
export function shownSpecs(
  network: Network,
  { batchSize, objective, dropout = 0 }: Pick<StepOptions, "batchSize" | "objective" | "dropout">,
): Record<string, TensorSpec> {
  const { length } = network.config;
  return {
    x0: { shape: [batchSize, length], dtype: "int32" },
    labels: { shape: [batchSize], dtype: "int32" },
    ...objective.specs(batchSize, length),
    ...(dropout > 0 && dropoutSpecs(network, batchSize, objective.passes ?? 1)),
  };
}

/** Inputs that hold the scalars of an update. */
export function scalarSpecs(): Record<string, TensorSpec> {
  return Object.fromEntries(
    ["learningRate", "step", "emaDecay"].map((name) => [name, { shape: [], dtype: "float32" }]),
  );
}

/** Inputs of a step that hold one batch and its settings. */
export function batchSpecs(
  network: Network,
  options: Pick<StepOptions, "batchSize" | "objective" | "dropout">,
): Record<string, TensorSpec> {
  return { ...shownSpecs(network, options), ...scalarSpecs() };
}

/** Names and shapes of the parameters that an objective moves. */
export function trainedSpecs(
  { parameters }: Network,
  { trains }: Pick<Objective, "trains">,
): readonly ParameterSpec[] {
  return trains === undefined ? parameters : parameters.filter(({ part }) => part === trains);
}

/** Whether Muon may move a parameter of a network. */
export function matricesOf({ parameters }: Network): (name: string) => boolean {
  const matrices = new Set(parameters.filter(({ isMatrix }) => isMatrix).map(({ name }) => name));
  return (name) => matrices.has(name);
}

/** Inputs and outputs of a step that hold parameters, optimiser state and averages. */
export function stateSpecs(
  network: Network,
  { objective, optimizer }: Pick<StepOptions, "objective" | "optimizer">,
): Record<string, TensorSpec> {
  const specs: Record<string, TensorSpec> = {};
  for (const { name, shape, isMatrix } of trainedSpecs(network, objective)) {
    const hasSquare = optimizer !== "muon" || !isMatrix;
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

/** Tokens above which the logits of a batch are not held all at once. */
const LARGE_VOCABULARY = 4096;

/**
 * The network that an objective sees, from parameters by their plain names.
 *
 * @param inputs Labels and, where elements are dropped, masks for each pass.
 */
export function networkOf(
  network: Network,
  parameters: Readonly<Record<string, tf.Tensor>>,
  inputs: Readonly<Record<string, tf.Tensor>>,
): TrainedNetwork {
  const { labels } = inputs;
  const pass = (tokens: tf.Tensor, dropout?: Dropout) =>
    network.forward(parameters, { tokens, labels }, dropout);
  let passes = 0;
  const head = (tokens: tf.Tensor) => pass(tokens, dropoutOf(inputs, passes++)).head();
  return {
    logits: (tokens) => headLogits(head(tokens)),
    predict: (tokens, maskId) =>
      network.config.vocab <= LARGE_VOCABULARY
        ? predictionOfLogits(headLogits(head(tokens)), maskId)
        : predictionOfHead(head(tokens), maskId),
    quality: (tokens) => pass(tokens).quality!(),
  };
}

/**
 * Computes losses and gradients from the tensors of {@linkcode batchSpecs} and `parameter/…`, and
 * `frozen/…` for what the objective does not move.
 */
export function lossAndGradients(
  network: Network,
  objective: Objective,
  inputs: Readonly<Record<string, tf.Tensor>>,
): LossAndGradients {
  const names = trainedSpecs(network, objective).map(({ name }) => name);
  const frozen = Object.fromEntries(
    Object.entries(inputs).filter(([name]) => name.startsWith("frozen/"))
      .map(([name, tensor]) => [name.slice("frozen/".length), tensor]),
  );
  const losses: Record<string, tf.Tensor> = {};
  const total = (...parameters: tf.Tensor[]): tf.Scalar => {
    const trained = Object.fromEntries(names.map((name, i) => [name, parameters[i]]));
    const seen = networkOf(network, { ...frozen, ...trained }, inputs);
    for (const [name, loss] of Object.entries(objective.losses(seen, inputs))) {
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
    Object.entries(parameterTensors(frozen)).map(([name, tensor]) => [`frozen/${name}`, tensor]),
  );
}

/**
 * A whole training step: forward, backward, clipping, the optimiser and the exponential moving average
 * of the parameters. Its results are the new state, named `next/…`, the losses of
 * {@linkcode lossAndGradients} and `gradientNorm`.
 *
 * @param frozen Parameters that the objective does not move; they become constants.
 */
export function stepSource(
  network: Network,
  options: StepOptions,
  frozen: Parameters = {},
): ProgramSource {
  return {
    compute(inputs) {
      const { losses, gradients } = lossAndGradients(network, options.objective, inputs);
      return { ...losses, ...updateState(inputs, gradients, matricesOf(network), options) };
    },
    inputs: { ...batchSpecs(network, options), ...stateSpecs(network, options) },
    constants: frozenConstants(frozen),
  };
}
