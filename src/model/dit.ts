import * as tf from "@tensorflow/tfjs-core";
import { embed } from "../tensor/ops/embedding.ts";
import { gelu } from "../tensor/ops/gelu.ts";
import { normalize } from "../tensor/ops/layer_norm.ts";
import { rotary } from "../tensor/ops/rotary.ts";
import { type DitConfig, TIME_FEATURES } from "./config.ts";

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** `x · weightᵀ + bias` */
function linear(x: tf.Tensor, weight: tf.Tensor, bias?: tf.Tensor): tf.Tensor {
  const product = tf.matMul(x, weight, false, true);
  return bias === undefined ? product : tf.add(product, bias);
}

function silu(x: tf.Tensor): tf.Tensor {
  return tf.mul(x, tf.sigmoid(x));
}

/**
 * The conditioning vector of every label, `[numClasses + 1, condDim]`. Without time conditioning the
 * noise level is always 0, whose features are cosines of 0 and then sines of 0.
 */
function conditioning(parameters: Tensors): tf.Tensor {
  const half = TIME_FEATURES / 2;
  const features = tf.concat([tf.ones([1, half]), tf.zeros([1, half])], 1);
  const layer = (i: number, x: tf.Tensor) =>
    linear(x, parameters[`sigma_map.mlp.${i}.weight`], parameters[`sigma_map.mlp.${i}.bias`]);
  const sigma = layer(2, silu(layer(0, features)));
  return tf.add(silu(sigma), silu(parameters["cond_map.embedding_table.weight"]));
}

/**
 * Adaptive layer norm: `parts` vectors for each row, `[batch, 1, hidden]` each. They are computed once
 * for each label and then looked up.
 */
function modulations(
  parameters: Tensors,
  prefix: string,
  condition: tf.Tensor,
  labels: tf.Tensor,
  parts: number,
): tf.Tensor[] {
  const weight = parameters[`${prefix}.adaLN_modulation.weight`];
  const table = linear(condition, weight, parameters[`${prefix}.adaLN_modulation.bias`]);
  const rows = embed(table, labels);
  return tf.split(tf.reshape(rows, [rows.shape[0], 1, rows.shape[1]!]), parts, 2);
}

function modulate(x: tf.Tensor, weight: tf.Tensor, shift: tf.Tensor, scale: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(normalize(x), tf.mul(weight, tf.add(scale, 1))), shift);
}

/** Multi-head self-attention over all positions; `x` is `[batch, length, hidden]`. */
function attention(x: tf.Tensor, qkvWeight: tf.Tensor, outWeight: tf.Tensor, nHeads: number) {
  const [batch, length, hidden] = x.shape, headSize = hidden / nHeads;
  const flat = tf.reshape(x, [batch * length, hidden]);
  const qkv = tf.reshape(linear(flat, qkvWeight), [batch, length, 3 * hidden]);
  const [queriesKeys, values] = tf.split(qkv, [2 * hidden, hidden], 2);
  const heads = (t: tf.Tensor, n: number) =>
    tf.transpose(tf.reshape(t, [batch, length, n, headSize]), [0, 2, 1, 3]);
  const [q, k] = tf.split(heads(rotary(queriesKeys, 2 * nHeads), 2 * nHeads), 2, 1);
  const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(headSize));
  const mixed = tf.matMul(tf.softmax(scores), heads(values, nHeads));
  const merged = tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [batch * length, hidden]);
  return tf.reshape(linear(merged, outWeight), [batch, length, hidden]);
}

/**
 * The denoiser: a diffusion transformer with adaptive layer norm, rotary positions and a label.
 *
 * Source: `models/dit.py` of the released MDLM and ProSeCo code.
 *
 * @param parameters Named as in the released checkpoints.
 * @param tokens int32 `[batch, length]`
 * @param labels int32 `[batch]`; `numClasses` means "no label".
 * @returns Logits `[batch · length, vocab]`
 */
export function dit(
  parameters: Tensors,
  config: Pick<DitConfig, "nBlocks" | "nHeads">,
  tokens: tf.Tensor,
  labels: tf.Tensor,
): tf.Tensor {
  const [batch, length] = tokens.shape, rows = batch * length;
  const condition = conditioning(parameters);
  const table = parameters["vocab_embed.embedding"], hidden = table.shape[1]!;
  let x = tf.reshape(embed(table, tf.reshape(tokens, [rows])), [batch, length, hidden]);
  for (let i = 0; i < config.nBlocks; i++) {
    const of = (name: string) => parameters[`blocks.${i}.${name}`];
    const [shift1, scale1, gate1, shift2, scale2, gate2] = modulations(
      parameters,
      `blocks.${i}`,
      condition,
      labels,
      6,
    );
    const mixed = attention(
      modulate(x, of("norm1.weight"), shift1, scale1),
      of("attn_qkv.weight"),
      of("attn_out.weight"),
      config.nHeads,
    );
    x = tf.add(x, tf.mul(gate1, mixed));
    const normed = tf.reshape(modulate(x, of("norm2.weight"), shift2, scale2), [rows, hidden]);
    const inner = gelu(linear(normed, of("mlp.0.weight"), of("mlp.0.bias")));
    const outer = linear(inner, of("mlp.2.weight"), of("mlp.2.bias"));
    x = tf.add(x, tf.mul(gate2, tf.reshape(outer, [batch, length, hidden])));
  }
  const [shift, scale] = modulations(parameters, "output_layer", condition, labels, 2);
  const final = modulate(x, parameters["output_layer.norm_final.weight"], shift, scale);
  return linear(
    tf.reshape(final, [rows, hidden]),
    parameters["output_layer.linear.weight"],
    parameters["output_layer.linear.bias"],
  );
}
