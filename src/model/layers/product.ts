import * as tf from "@tensorflow/tfjs-core";
import type { LoraConfig } from "../lora/lora_config.ts";
import { adapterNames } from "../lora/lora_parameters.ts";
import { linear } from "./linear.ts";
import { named } from "./named.ts";

/**
 * A linear layer without biases, with its adapter where it has one.
 *
 * @param x `[n, in]`
 * @param name Of its weight.
 * @returns `[n, out]`
 */
export function product(
  parameters: Readonly<Record<string, tf.Tensor>>,
  name: string,
  x: tf.Tensor,
  lora: LoraConfig | undefined,
): tf.Tensor {
  const own = linear(x, named(parameters, name)), names = adapterNames(name);
  const a = parameters[names.a], b = parameters[names.b];
  if (lora === undefined || a === undefined || b === undefined) return own;
  return tf.add(own, tf.mul(linear(linear(x, a), b), lora.alpha / lora.rank));
}
