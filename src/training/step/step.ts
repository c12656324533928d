import * as tf from "@tensorflow/tfjs-core";
import type { Objective } from "../../diffusion/objectives/objective.ts";
import type { ParameterSpec } from "../../model/architecture.ts";
import { parameterTensors } from "../../model/forward.ts";
import type { Network } from "../../model/network.ts";
import type { Parameters } from "../../model/parameters.ts";
import type { Precision } from "../../tensor/engines/precision.ts";
import { inFloat32 } from "./in_float32.ts";
import type { TensorSpec } from "../../tensor/graph/graph.ts";
import { adamw } from "../../tensor/optimizers/adamw.ts";
import { inPart } from "../../tensor/trace/trace.ts";
import { dropoutSpecs } from "./dropout.ts";
import { lossScale, lossScaleSpecs } from "./loss_scale.ts";
import { type Named, stateName, type StepInputs, type StepSource } from "./layout.ts";
import { trainedNetwork } from "./trained_network.ts";
import { type UpdateOptions, updateState } from "./update.ts";

/** What a training step does. */
export interface StepOptions extends UpdateOptions {
  /** Sequences of a batch. */
  readonly batchSize: number;
  /** What is minimised. */
  readonly objective: Objective;
  /** Share of elements that are dropped from what a branch adds to the residual stream. @default {0} */
  readonly dropout?: number;
  /** What matrix products and what lies between them are computed in. @default {"float32"} */
  readonly precision?: Precision;
  /**
   * Whether the way back computes blocks anew, so that memory grows with the square root of their number.
   *
   * @default {false}
   */
  readonly recompute?: boolean;
}

/** One batch, as the network is shown it. */
export function shownSpecs(
  { config: { length } }: Network,
  { batchSize, objective }: Pick<StepOptions, "batchSize" | "objective">,
): Record<string, TensorSpec> {
  return {
    x0: { shape: [batchSize, length], dtype: "int32" },
    labels: { shape: [batchSize], dtype: "int32" },
    ...objective.specs(batchSize, length),
  };
}

/** The dropout masks of a batch; none without dropout. */
export function maskSpecs(
  network: Network,
  { batchSize, objective, dropout = 0 }: Pick<StepOptions, "batchSize" | "objective" | "dropout">,
): Record<string, TensorSpec> {
  return dropout > 0 ? dropoutSpecs(network, batchSize, objective.passes ?? 1) : {};
}

/** Specs of scalars. */
export function scalarSpecs(...names: readonly string[]): Record<string, TensorSpec> {
  return Object.fromEntries(names.map((name) => [name, { shape: [], dtype: "float32" }]));
}

/** The scalars of an update. */
export const UPDATE_SCALARS = scalarSpecs("learningRate", "step", "emaDecay");

/** The parameters that an objective moves: adapters alone where a network has them. */
export function trainedSpecs(
  { config: { lora }, parameters }: Network,
  { trains = lora && "adapter" }: Pick<Objective, "trains">,
): readonly ParameterSpec[] {
  return trains === undefined ? parameters : parameters.filter(({ part }) => part === trains);
}

/** One part of the state of the parameters that an objective moves. */
export function slotSpecs(
  network: Network,
  objective: Objective,
  slot: string,
): Record<string, TensorSpec> {
  return Object.fromEntries(
    trainedSpecs(network, objective).map(({ name, shape }) => [
      stateName(slot, name),
      { shape, dtype: "float32" as const },
    ]),
  );
}

/** Parameters, what the optimiser keeps of them and their averages. */
export function stateSpecs(
  network: Network,
  { objective, optimizer = adamw, precision }: Pick<
    StepOptions,
    "objective" | "optimizer" | "precision"
  >,
): Record<string, TensorSpec> {
  const specs: Record<string, TensorSpec> = lossScaleSpecs(precision);
  for (const spec of trainedSpecs(network, objective)) {
    for (const slot of ["parameter", ...optimizer.keeps(spec), "ema"]) {
      specs[stateName(slot, spec.name)] = { shape: spec.shape, dtype: "float32" };
    }
  }
  return specs;
}

/** Mean losses over positions and the gradient of their sum for each parameter. */
export interface LossAndGradients {
  /** Scalars: `loss`, the sum, and each of the objective's by its name. */
  readonly losses: Named<tf.Tensor>;
  /** Gradients by the parameter's name. */
  readonly gradients: Named<tf.Tensor>;
}

/** Computes losses and gradients. */
export function lossAndGradients(
  network: Network,
  objective: Objective,
  inputs: Pick<StepInputs<tf.Tensor>, "shown" | "dropout" | "state" | "frozen">,
  { recompute = false, precision = "float32" }: Pick<StepOptions, "recompute" | "precision"> = {},
): LossAndGradients {
  const names = trainedSpecs(network, objective).map(({ name }) => name);
  const losses: Record<string, tf.Tensor> = {};
  const total = (...values: tf.Tensor[]): tf.Scalar => {
    const trained = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
    const seen = trainedNetwork(network, { ...inputs.frozen, ...trained }, objective, {
      ...inputs,
      recomputes: recompute ? new Set(names) : undefined,
    });
    const found = inPart("loss", () => objective.losses(seen, inputs.shown));
    for (const [name, loss] of Object.entries(found)) losses[name] = tf.keep(tf.mean(loss));
    return Object.values(losses).reduce((sum, loss) => tf.add(sum, loss)) as tf.Scalar;
  };
  const scale = lossScale(inputs.state);
  const { value, grads } = tf.valueAndGrads(total)(
    names.map((name) => inputs.state[stateName("parameter", name)]!),
    scale as tf.Scalar | undefined,
  );
  const finished = (gradient: tf.Tensor) => {
    if (precision === "float32") return gradient;
    const wide = inFloat32(gradient);
    return scale === undefined ? wide : tf.div(wide, scale);
  };
  return {
    losses: { loss: value, ...losses },
    gradients: Object.fromEntries(names.map((name, i) => [name, finished(grads[i]!)])),
  };
}

/**
 * A whole training step: forward, backward, clipping, the optimiser and the exponential moving average
 * of the parameters. Its values are the losses of {@linkcode lossAndGradients} and `gradientNorm`.
 *
 * @param frozen Parameters that the objective does not move; they become constants.
 */
export function stepSource(
  network: Network,
  options: StepOptions,
  frozen: Parameters = {},
): StepSource {
  const { objective } = options;
  return {
    compute(inputs) {
      const { losses, gradients } = lossAndGradients(network, objective, inputs, options);
      const trained = trainedSpecs(network, objective);
      const { values, state } = inPart(
        "update",
        () => updateState(inputs, trained, gradients, options),
      );
      return { values: { ...losses, ...values }, state };
    },
    inputs: {
      shown: shownSpecs(network, options),
      dropout: maskSpecs(network, options),
      scalars: UPDATE_SCALARS,
      state: stateSpecs(network, options),
    },
    frozen: parameterTensors(frozen),
  };
}
