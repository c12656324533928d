import * as tf from "@tensorflow/tfjs-core";
import { embed } from "../../tensor/ops/embedding.ts";
import { type Head, headLogits } from "../../tensor/ops/linear_log_probabilities.ts";
import { gelu } from "../../tensor/ops/activations/gelu.ts";
import { normalize } from "../../tensor/ops/layer_norm.ts";
import { rotary } from "../../tensor/ops/rotary.ts";
import { silu } from "../../tensor/ops/activations/silu.ts";
import { inPart } from "../../tensor/trace/trace.ts";
import type { Dropout, NetworkInputs, NetworkOutputs, PassOptions } from "../architecture.ts";
import { attentionMask } from "../layers/attention_mask.ts";
import { linear } from "../layers/linear.ts";
import { named } from "../layers/named.ts";
import { type DitConfig, TIME_FEATURES } from "./dit_config.ts";

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** Sizes of `[batch, length, hidden]`. */
type Sizes = [batch: number, length: number, hidden: number];

/** What every block is shown beside the features. */
interface Shown {
  /** Conditioning vectors of all labels, `[numClasses + 1, condDim]`, of "no label" last. */
  readonly condition: tf.Tensor;
  /** int32 `[batch]` */
  readonly labels: tf.Tensor;
  /** What is added to the scores of attention, if anything. */
  readonly mask?: tf.Tensor;
}

type Six = readonly [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];

/**
 * The conditioning vector of every label, `[numClasses + 1, condDim]`. Without time conditioning the
 * noise level is always 0, whose features are cosines of 0 and then sines of 0.
 */
function conditioning(parameters: Tensors, { seesLabels = true }: DitConfig): tf.Tensor {
  const half = TIME_FEATURES / 2;
  const features = tf.concat([tf.ones([1, half]), tf.zeros([1, half])], 1);
  const layer = (i: number, x: tf.Tensor) =>
    linear(
      x,
      named(parameters, `sigma_map.mlp.${i}.weight`),
      named(parameters, `sigma_map.mlp.${i}.bias`),
    );
  const sigma = layer(2, silu(layer(0, features)));
  if (!seesLabels) return silu(sigma);
  return tf.add(silu(sigma), silu(named(parameters, "cond_map.embedding_table.weight")));
}

/**
 * Adaptive layer norm: `parts` vectors for each row, `[batch, 1, hidden]` each. They are computed once
 * for each label and then looked up.
 */
function modulations<Parts extends readonly tf.Tensor[]>(
  parameters: Tensors,
  prefix: string,
  condition: tf.Tensor,
  labels: tf.Tensor,
  parts: Parts["length"],
): Parts {
  return inPart("conditioning", () => {
    const weight = named(parameters, `${prefix}.adaLN_modulation.weight`);
    const table = linear(condition, weight, named(parameters, `${prefix}.adaLN_modulation.bias`));
    const rows = embed(table, labels);
    const [batch, size] = rows.shape as [number, number];
    return tf.split(tf.reshape(rows, [batch, 1, size]), parts, 2) as readonly tf.Tensor[] as Parts;
  });
}

function modulate(x: tf.Tensor, weight: tf.Tensor, shift: tf.Tensor, scale: tf.Tensor): tf.Tensor {
  return inPart(
    "norm",
    () => tf.add(tf.mul(normalize(x), tf.mul(weight, tf.add(scale, 1))), shift),
  );
}

/**
 * Multi-head self-attention; `x` is `[batch, length, hidden]`.
 *
 * @param mask What is added to the scores, if anything.
 */
function attention(
  x: tf.Tensor,
  qkvWeight: tf.Tensor,
  outWeight: tf.Tensor,
  nHeads: number,
  mask: tf.Tensor | undefined,
) {
  const [batch, length, hidden] = x.shape as Sizes, headSize = hidden / nHeads;
  const flat = tf.reshape(x, [batch * length, hidden]);
  const qkv = tf.reshape(linear(flat, qkvWeight), [batch, length, 3 * hidden]);
  const [queriesKeys, values] = tf.split(qkv, [2 * hidden, hidden], 2) as [tf.Tensor, tf.Tensor];
  const heads = (t: tf.Tensor, n: number) =>
    tf.transpose(tf.reshape(t, [batch, length, n, headSize]), [0, 2, 1, 3]);
  const turned = heads(rotary(queriesKeys, 2 * nHeads), 2 * nHeads);
  const [q, k] = tf.split(turned, 2, 1) as [tf.Tensor, tf.Tensor];
  const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(headSize));
  const seen = mask === undefined ? scores : tf.add(scores, mask);
  const mixed = tf.matMul(tf.softmax(seen), heads(values, nHeads));
  const merged = tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [batch * length, hidden]);
  return tf.reshape(linear(merged, outWeight), [batch, length, hidden]);
}

/** One transformer block; `x` is `[batch, length, hidden]`. */
function block(
  x: tf.Tensor,
  parameters: Tensors,
  prefix: string,
  { condition, labels, mask }: Shown,
  nHeads: number,
  dropout: Dropout = (x) => x,
): tf.Tensor {
  const of = (name: string) => named(parameters, `${prefix}.${name}`);
  const [shift1, scale1, gate1, shift2, scale2, gate2] = modulations<Six>(
    parameters,
    prefix,
    condition,
    labels,
    6,
  );
  const first = modulate(x, of("norm1.weight"), shift1, scale1);
  const mixed = inPart(
    "attention",
    () => attention(first, of("attn_qkv.weight"), of("attn_out.weight"), nHeads, mask),
  );
  const add = (x: tf.Tensor, gate: tf.Tensor, added: tf.Tensor, site: string) =>
    inPart("residual", () => tf.add(x, tf.mul(gate, dropout(added, `${prefix}.${site}`))));
  const middle = add(x, gate1, mixed, "attention"),
    [batch, length, hidden] = x.shape as Sizes;
  const normed = tf.reshape(
    modulate(middle, of("norm2.weight"), shift2, scale2),
    [batch * length, hidden],
  );
  const outer = inPart("mlp", () => {
    const inner = gelu(linear(normed, of("mlp.0.weight"), of("mlp.0.bias")));
    return tf.reshape(
      linear(inner, of("mlp.2.weight"), of("mlp.2.bias")),
      [batch, length, hidden],
    );
  });
  return add(middle, gate2, outer, "mlp");
}

/** The last layer: a norm and a linear map that is yet to be applied. */
function outputLayer(
  x: tf.Tensor,
  parameters: Tensors,
  prefix: string,
  { condition, labels }: Shown,
): Head {
  const [batch, length, hidden] = x.shape as Sizes;
  const [shift, scale] = modulations<readonly [tf.Tensor, tf.Tensor]>(
    parameters,
    prefix,
    condition,
    labels,
    2,
  );
  const final = modulate(x, named(parameters, `${prefix}.norm_final.weight`), shift, scale);
  return {
    features: tf.reshape(final, [batch * length, hidden]),
    weight: named(parameters, `${prefix}.linear.weight`),
    bias: named(parameters, `${prefix}.linear.bias`),
  };
}

/** What the last block gives, `[batch, length, hidden]`. */
function features(
  parameters: Tensors,
  config: DitConfig,
  { tokens, oneHot }: NetworkInputs,
  shown: Shown,
  dropout?: Dropout,
): tf.Tensor {
  const [batch, length] = tokens.shape as [number, number];
  const table = named(parameters, "vocab_embed.embedding"), hidden = table.shape[1]!;
  const flat = inPart(
    "embedding",
    () =>
      oneHot === undefined
        ? embed(table, tf.reshape(tokens, [batch * length]))
        : tf.matMul(oneHot, table),
  );
  let x = tf.reshape(flat, [batch, length, hidden]);
  for (let i = 0; i < config.nBlocks; i++) {
    x = block(x, parameters, `blocks.${i}`, shown, config.nHeads, dropout);
  }
  return x;
}

/** What the quality head makes of the features of the last block, `[batch · length]`. */
function judge(
  x: tf.Tensor,
  parameters: Tensors,
  config: DitConfig,
  shown: Shown,
): tf.Tensor {
  let judged = x;
  for (let i = 0; i < (config.qualityBlocks ?? 0); i++) {
    judged = block(judged, parameters, `quality_head.blocks.${i}`, shown, config.nHeads);
  }
  const head = outputLayer(judged, parameters, "quality_head.output_layer", shown);
  return tf.reshape(headLogits(head), [-1]);
}

/**
 * A diffusion transformer with adaptive layer norm, rotary positions and a label. Dropout is that of
 * the released code: on what attention and MLP add.
 *
 * Source: `models/dit.py` of the released MDLM and ProSeCo code.
 *
 * @param parameters Named as in the released checkpoints.
 */
export function forward(
  parameters: Tensors,
  config: DitConfig,
  inputs: NetworkInputs,
  { dropout }: PassOptions = {},
): NetworkOutputs {
  const { labels } = inputs, mask = attentionMask(inputs, config.causal ?? false);
  const condition = inPart("conditioning", () => conditioning(parameters, config));
  const shown = { condition, labels, mask };
  const x = features(parameters, config, inputs, shown, dropout);
  return {
    head: () => outputLayer(x, parameters, "output_layer", shown),
    ...(config.qualityBlocks !== undefined && {
      quality: () => judge(x, parameters, config, shown),
    }),
  };
}
