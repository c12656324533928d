import * as tf from "@tensorflow/tfjs-core";
import { parameterTensors } from "../../model/forward.ts";
import type { Network } from "../../model/network.ts";
import type { Parameters } from "../../model/parameters.ts";
import type { TensorSpec } from "../../tensor/graph/graph.ts";
import { lossScaleSpecs } from "./loss_scale.ts";
import type { StepSource } from "./layout.ts";
import {
  lossAndGradients,
  maskSpecs,
  scalarSpecs,
  shownSpecs,
  slotSpecs,
  stateSpecs,
  type StepOptions,
  trainedSpecs,
  UPDATE_SCALARS,
} from "./step.ts";
import { updateState } from "./update.ts";

/** The sums of gradients by the parameter's name. */
export function sumSpecs(
  network: Network,
  { objective }: Pick<StepOptions, "objective">,
): Record<string, TensorSpec> {
  return Object.fromEntries(
    trainedSpecs(network, objective).map(({ name, shape }) => [
      name,
      { shape, dtype: "float32" as const },
    ]),
  );
}

/**
 * The part of an update that is repeated: adds the mean gradient of a part of the batch to the sums.
 * The scalar `carry` is 0 for the first part, else 1; `share` is the part's share of the batch.
 */
export function accumulateSource(
  network: Network,
  options: StepOptions,
  frozen: Parameters,
): StepSource {
  const { objective } = options;
  return {
    compute(inputs) {
      const { carry, share } = inputs.scalars;
      const { losses, gradients } = lossAndGradients(network, objective, inputs, options);
      // Sums that have overflowed in float16 would stay no numbers when they are multiplied by 0.
      const carried = (sum: tf.Tensor) =>
        options.precision === "float16"
          ? tf.where(tf.greater(carry!, 0), sum, tf.zerosLike(sum))
          : tf.mul(sum, carry!);
      const sums = Object.entries(gradients).map(([name, gradient]) => [
        name,
        tf.add(carried(inputs.sums[name]!), tf.mul(gradient, share!)),
      ]);
      return { values: losses, sums: Object.fromEntries(sums) };
    },
    inputs: {
      shown: shownSpecs(network, options),
      dropout: maskSpecs(network, options),
      scalars: scalarSpecs("carry", "share"),
      state: {
        ...slotSpecs(network, objective, "parameter"),
        ...lossScaleSpecs(options.precision),
      },
      sums: sumSpecs(network, options),
    },
    frozen: parameterTensors(frozen),
  };
}

/** The part of an update that is done once: moves the state by the sums of the gradients. */
export function applySource(network: Network, options: StepOptions): StepSource {
  return {
    compute: (inputs) =>
      updateState(inputs, trainedSpecs(network, options.objective), inputs.sums, options),
    inputs: {
      scalars: UPDATE_SCALARS,
      state: stateSpecs(network, options),
      sums: sumSpecs(network, options),
    },
  };
}
