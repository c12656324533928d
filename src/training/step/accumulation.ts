import * as tf from "@tensorflow/tfjs-core";
import type { Network } from "../../model/network.ts";
import type { Parameters } from "../../model/parameters.ts";
import type { TensorSpec } from "../../tensor/graph/graph.ts";
import type { ProgramSource } from "../../tensor/trace/program_source.ts";
import {
  frozenConstants,
  lossAndGradients,
  matricesOf,
  scalarSpecs,
  shownSpecs,
  stateSpecs,
  type StepOptions,
  trainedSpecs,
} from "./step.ts";
import { updateState } from "./update.ts";

const SUM = "sum/";

/** Names and shapes of the sums of gradients, `sum/…`. */
export function sumSpecs(network: Network, options: StepOptions): Record<string, TensorSpec> {
  return Object.fromEntries(
    trainedSpecs(network, options.objective).map(({ name, shape }) => [
      SUM + name,
      { shape, dtype: "float32" as const },
    ]),
  );
}

/**
 * The part of an update that is repeated: adds the mean gradient of a part of the batch to the sums.
 * `carry` is 0 for the first part, else 1; `share` is the part's share of the batch.
 */
export function accumulateSource(
  network: Network,
  options: StepOptions,
  frozen: Parameters,
): ProgramSource {
  return {
    compute(inputs) {
      const { losses, gradients } = lossAndGradients(network, options.objective, inputs);
      const sums = Object.entries(gradients).map(([name, gradient]) => [
        `next/${SUM}${name}`,
        tf.add(tf.mul(inputs[SUM + name], inputs.carry), tf.mul(gradient, inputs.share)),
      ]);
      return { ...losses, ...Object.fromEntries(sums) };
    },
    inputs: {
      ...shownSpecs(network, options),
      ...Object.fromEntries(
        Object.entries(stateSpecs(network, options))
          .filter(([name]) => name.startsWith("parameter/")),
      ),
      ...sumSpecs(network, options),
      carry: { shape: [], dtype: "float32" },
      share: { shape: [], dtype: "float32" },
    },
    constants: frozenConstants(frozen),
  };
}

/** The part of an update that is done once: moves the state by the sums of the gradients. */
export function applySource(network: Network, options: StepOptions): ProgramSource {
  return {
    compute(inputs) {
      const gradients = Object.fromEntries(
        trainedSpecs(network, options.objective).map(({ name }) => [name, inputs[SUM + name]]),
      );
      return updateState(inputs, gradients, matricesOf(network), options);
    },
    inputs: {
      ...scalarSpecs(),
      ...stateSpecs(network, options),
      ...sumSpecs(network, options),
    },
  };
}
