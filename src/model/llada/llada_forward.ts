import * as tf from "@tensorflow/tfjs-core";
import { normalizeRms } from "../../tensor/ops/rms_norm.ts";
import { rotary } from "../../tensor/ops/rotary.ts";
import { silu } from "../../tensor/ops/activations/silu.ts";
import type { NetworkInputs, NetworkOutputs, PassOptions } from "../architecture.ts";
import { attentionMask } from "../layers/attention_mask.ts";
import { inSegments } from "../layers/in_segments.ts";
import { named } from "../layers/named.ts";
import { product, rows } from "../layers/product.ts";
import type { LladaConfig } from "./llada_config.ts";
import { PREFIX } from "./llada_parameters.ts";

/** A linear layer of a block by its name. */
type Layer = (name: string, x: tf.Tensor) => tf.Tensor;

/**
 * Self-attention of grouped heads; `x` is `[batch · length, hidden]`. The heads that share keys and
 * values stand as further queries of one head, so that nothing is repeated.
 *
 * @param mask What is added to scores `[batch, heads, length, length]`, if anything.
 */
function attention(
  x: tf.Tensor,
  layer: Layer,
  [batch, length]: readonly [number, number],
  { nHeads, nKeyHeads, rotaryBase = 500_000 }: LladaConfig,
  mask: tf.Tensor | undefined,
): tf.Tensor {
  const hidden = x.shape[1]!, headSize = hidden / nHeads, group = nHeads / nKeyHeads;
  const project = (name: string, heads: number) =>
    tf.reshape(layer(name, x), [batch, length, heads * headSize]);
  const inHeads = (t: tf.Tensor, heads: number) =>
    tf.transpose(tf.reshape(t, [batch, length, heads, headSize]), [0, 2, 1, 3]);
  const queries = inHeads(rotary(project("q_proj", nHeads), nHeads, rotaryBase), nHeads);
  const keys = inHeads(rotary(project("k_proj", nKeyHeads), nKeyHeads, rotaryBase), nKeyHeads);
  const values = inHeads(project("v_proj", nKeyHeads), nKeyHeads);
  const grouped = tf.reshape(queries, [batch, nKeyHeads, group * length, headSize]);
  const scores = tf.mul(tf.matMul(grouped, keys, false, true), 1 / Math.sqrt(headSize));
  const shares = tf.softmax(masked(scores, mask, [batch, nHeads, length, length]));
  const mixed = tf.reshape(tf.matMul(shares, values), [batch, nHeads, length, headSize]);
  const merged = tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [batch * length, hidden]);
  return layer("attn_out", merged);
}

/** Adds a mask to scores of grouped heads, which it knows as heads of their own. */
function masked(
  scores: tf.Tensor,
  mask: tf.Tensor | undefined,
  shape: [number, number, number, number],
): tf.Tensor {
  if (mask === undefined) return scores;
  return tf.reshape(tf.add(tf.reshape(scores, shape), mask), scores.shape);
}

/** What the blocks of a pass have in common. */
interface Pass extends Required<Pick<PassOptions, "dropout">> {
  /** Rows and positions. */
  readonly sizes: readonly [batch: number, length: number];
  /** What is added to scores, if anything. */
  readonly mask: tf.Tensor | undefined;
}

const norm = (x: tf.Tensor, weight: tf.Tensor, { normEpsilon = 1e-5 }: LladaConfig) =>
  tf.mul(normalizeRms(x, normEpsilon), weight);

/** One block; `x` is `[batch · length, hidden]`. */
function block(
  x: tf.Tensor,
  name: string,
  parameters: Readonly<Record<string, tf.Tensor>>,
  config: LladaConfig,
  { sizes, mask, dropout }: Pass,
): tf.Tensor {
  const nameOf = (part: string) => `${PREFIX}.${name}.${part}.weight`;
  const layer: Layer = (part, x) => product(parameters, nameOf(part), x, config.lora);
  const normed = (x: tf.Tensor, part: string) => norm(x, named(parameters, nameOf(part)), config);
  // Dropout is drawn for whole sequences.
  const added = (x: tf.Tensor, branch: tf.Tensor, site: string) => {
    const apart = dropout(tf.reshape(branch, [...sizes, config.hiddenSize]), `${name}.${site}`);
    return tf.add(x, tf.reshape(apart, x.shape));
  };
  const mixed = attention(normed(x, "attn_norm"), layer, sizes, config, mask);
  const middle = added(x, mixed, "attention");
  const inner = normed(middle, "ff_norm");
  const open = tf.mul(silu(layer("ff_proj", inner)), layer("up_proj", inner));
  return added(middle, layer("ff_out", open), "mlp");
}

/**
 * A transformer that sees both sides, with root-mean-square norms, rotary positions and gated MLPs; it
 * has no biases, labels or time.
 *
 * Source: `LLaDALlamaBlock` of the released LLaDA code.
 *
 * @param parameters Named as in the released checkpoints.
 */
export function forward(
  parameters: Readonly<Record<string, tf.Tensor>>,
  config: LladaConfig,
  inputs: NetworkInputs,
  { dropout = (x) => x, recomputes }: PassOptions = {},
): NetworkOutputs {
  const { tokens } = inputs, sizes = tokens.shape as [number, number];
  const nameOf = (name: string) => `${PREFIX}.${name}.weight`;
  const weight = (name: string) => named(parameters, nameOf(name));
  const mask = attentionMask(inputs, config.causal ?? false);
  const x = inSegments(
    rows(parameters, nameOf("wte"), tf.reshape(tokens, [sizes[0] * sizes[1]]), config.hiddenSize),
    (x, i, parameters, [mask]) =>
      block(x, `blocks.${i}`, parameters, config, { sizes, mask, dropout }),
    {
      count: config.nBlocks,
      partOf: (i) => `.blocks.${i}.`,
      ...{ parameters, recomputes, kept: mask === undefined ? [] : [mask] },
    },
  );
  const features = () => norm(x, weight("ln_f"), config), last = nameOf("ff_out");
  return {
    head: () => ({ features: features(), weight: weight("ff_out") }),
    // The weight itself may be in parts.
    ...(!(last in parameters) && { logits: () => product(parameters, last, features()) }),
  };
}
