import type * as tf from "@tensorflow/tfjs-core";
import type { NetworkInputs, NetworkOutputs, ParameterSpec, PassOptions } from "./architecture.ts";
import { architectureOf } from "./architectures.ts";
import type { NetworkConfig } from "./config.ts";

/** A network of some sizes, ready to be computed with. */
export interface Network {
  /** Its sizes. */
  readonly config: NetworkConfig;
  /** Its parameters, in the order of checkpoints. */
  readonly parameters: readonly ParameterSpec[];
  /** Where elements are dropped in training, with the shape of what one sequence has there. */
  readonly dropoutSites: Readonly<Record<string, readonly number[]>>;
  /**
   * Shapes of what a pass keeps of one sequence; `undefined` of a network that computes no part of the
   * positions.
   */
  readonly keptShapes?: readonly (readonly number[])[];
  /**
   * A pass.
   *
   * @param parameters By their names.
   */
  forward(
    parameters: Readonly<Record<string, tf.Tensor>>,
    inputs: NetworkInputs,
    options?: PassOptions,
  ): NetworkOutputs;
}

/** Loads what a network of these sizes computes. */
export async function loadNetwork(config: NetworkConfig): Promise<Network> {
  const architecture = architectureOf(config), { forward } = await architecture.load();
  return {
    config,
    parameters: architecture.parameters(config),
    dropoutSites: architecture.dropoutSites(config),
    keptShapes: architecture.keptShapes?.(config),
    forward: (parameters, inputs, options) => forward(parameters, config, inputs, options),
  };
}
