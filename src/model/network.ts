import type * as tf from "@tensorflow/tfjs-core";
import type { Dropout, NetworkInputs, NetworkOutputs, ParameterSpec } from "./architecture.ts";
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
   * A pass.
   *
   * @param parameters By their names.
   * @param dropout What drops elements. @default {none}
   */
  forward(
    parameters: Readonly<Record<string, tf.Tensor>>,
    inputs: NetworkInputs,
    dropout?: Dropout,
  ): NetworkOutputs;
}

/** Loads what a network of these sizes computes. */
export async function loadNetwork(config: NetworkConfig): Promise<Network> {
  const architecture = architectureOf(config), { forward } = await architecture.load();
  return {
    config,
    parameters: architecture.parameters(config),
    dropoutSites: architecture.dropoutSites(config),
    forward: (parameters, inputs, dropout) => forward(parameters, config, inputs, dropout),
  };
}
