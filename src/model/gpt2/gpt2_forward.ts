import * as tf from "@tensorflow/tfjs-core";
import { embed } from "../../tensor/ops/embedding.ts";
import { gelu } from "../../tensor/ops/activations/gelu.ts";
import { normalize } from "../../tensor/ops/layer_norm.ts";
import type { NetworkInputs, NetworkOutputs, PassOptions } from "../architecture.ts";
import { attentionMask } from "../layers/attention_mask.ts";
import { named } from "../layers/named.ts";
import type { Gpt2Config } from "./gpt2_config.ts";

type Weights = (name: string) => tf.Tensor;

/** A layer as GPT-2 has it: its weight is `[in, out]`; `x` is `[n, in]`. */
function layer(x: tf.Tensor, weights: Weights, name: string): tf.Tensor {
  return tf.add(tf.matMul(x, weights(`${name}.weight`)), weights(`${name}.bias`));
}

/**
 * Multi-head self-attention; `x` is `[batch · length, hidden]`.
 *
 * @param mask What is added to scores `[batch, heads, length, length]`, if anything.
 */
function attention(
  x: tf.Tensor,
  weights: Weights,
  [batch, length]: readonly [number, number],
  nHeads: number,
  mask: tf.Tensor | undefined,
): tf.Tensor {
  const hidden = x.shape[1]!, headSize = hidden / nHeads;
  const [queries, keys, values] = tf.split(layer(x, weights, "attn.c_attn"), 3, 1).map((part) =>
    tf.transpose(tf.reshape(part, [batch, length, nHeads, headSize]), [0, 2, 1, 3])
  ) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const scores = tf.mul(tf.matMul(queries, keys, false, true), 1 / Math.sqrt(headSize));
  const mixed = tf.matMul(tf.softmax(mask === undefined ? scores : tf.add(scores, mask)), values);
  const merged = tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [batch * length, hidden]);
  return layer(merged, weights, "attn.c_proj");
}

/**
 * GPT-2's transformer: norms with biases before each branch, learned positions, and a head that is the
 * embedding. A sequence may be shorter than the positions that it has learned.
 *
 * Source: `GPT2LMHeadModel` of transformers.
 *
 * @param parameters Named as in the released checkpoints.
 */
export function forward(
  parameters: Readonly<Record<string, tf.Tensor>>,
  config: Gpt2Config,
  inputs: NetworkInputs,
  { dropout = (x) => x }: PassOptions = {},
): NetworkOutputs {
  const { tokens } = inputs, [batch, length] = tokens.shape as [number, number];
  const { nBlocks, nHeads, hiddenSize, normEpsilon = 1e-5, causal = false } = config;
  const mask = attentionMask(inputs, causal), flat = [batch * length, hiddenSize];
  const weight: Weights = (name) => named(parameters, name);
  const norm = (x: tf.Tensor, name: string) => {
    const scaled = tf.mul(normalize(x, normEpsilon), weight(`${name}.weight`));
    return tf.add(scaled, weight(`${name}.bias`));
  };
  // Dropout is drawn for whole sequences.
  const added = (x: tf.Tensor, branch: tf.Tensor, site: string) => {
    const apart = dropout(tf.reshape(branch, [batch, length, hiddenSize]), site);
    return tf.add(x, tf.reshape(apart, x.shape));
  };
  const own = embed(weight("wte.weight"), tf.reshape(tokens, [batch * length]));
  const places = tf.slice(weight("wpe.weight"), [0, 0], [length, hiddenSize]);
  const placed = tf.add(tf.reshape(own, [batch, length, hiddenSize]), places);
  let x: tf.Tensor = tf.reshape(placed, flat);
  for (let i = 0; i < nBlocks; i++) {
    const block = `h.${i}`, weights: Weights = (name) => weight(`${block}.${name}`);
    const mixed = attention(norm(x, `${block}.ln_1`), weights, [batch, length], nHeads, mask);
    x = added(x, mixed, `${block}.attention`);
    const inner = gelu(layer(norm(x, `${block}.ln_2`), weights, "mlp.c_fc"));
    x = added(x, layer(inner, weights, "mlp.c_proj"), `${block}.mlp`);
  }
  return { head: () => ({ features: norm(x, "ln_f"), weight: weight("wte.weight") }) };
}
