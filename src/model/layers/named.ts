import type * as tf from "@tensorflow/tfjs-core";

/**
 * A parameter by its name.
 *
 * @throws {Error} If there is none.
 */
export function named(parameters: Readonly<Record<string, tf.Tensor>>, name: string): tf.Tensor {
  const tensor = parameters[name];
  if (tensor === undefined) throw new Error(`internal: the network has no parameter "${name}"`);
  return tensor;
}
