import * as tf from "@tensorflow/tfjs-core";
import { embed } from "../../tensor/ops/embedding.ts";
import {
  type QuantizedMatrix,
  quantizedProduct,
  quantizedRows,
} from "../../tensor/ops/quantized.ts";
import type { LoraConfig } from "../lora/lora_config.ts";
import { adapterNames } from "../lora/lora_parameters.ts";
import { quantizedNames } from "../quantized/quantized_parameter.ts";
import { linear } from "./linear.ts";
import { named } from "./named.ts";

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** The parts of a matrix of 4-bit elements; `undefined` of another. */
function quantized(parameters: Tensors, name: string): QuantizedMatrix | undefined {
  const names = quantizedNames(name), packed = parameters[names.packed];
  return packed && { packed, scales: named(parameters, names.scales) };
}

/**
 * Rows of a matrix.
 *
 * @param ids int32 `[n]`
 * @returns `[n, width]`
 */
export function rows(parameters: Tensors, name: string, ids: tf.Tensor, width: number): tf.Tensor {
  const matrix = quantized(parameters, name);
  if (matrix !== undefined) return quantizedRows(matrix, ids, width);
  return embed(named(parameters, name), ids);
}

/**
 * A linear layer without biases, with its adapter where it has one.
 *
 * @param x `[n, in]`
 * @param name Of its weight.
 * @returns `[n, out]`
 */
export function product(
  parameters: Tensors,
  name: string,
  x: tf.Tensor,
  lora?: LoraConfig,
): tf.Tensor {
  const matrix = quantized(parameters, name);
  if (matrix !== undefined) return quantizedProduct(x, matrix);
  const own = linear(x, named(parameters, name)), names = adapterNames(name);
  const a = parameters[names.a], b = parameters[names.b];
  if (lora === undefined || a === undefined || b === undefined) return own;
  return tf.add(own, tf.mul(linear(linear(x, a), b), lora.alpha / lora.rank));
}
