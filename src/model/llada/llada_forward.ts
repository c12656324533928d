import * as tf from "@tensorflow/tfjs-core";
import { normalizeRms } from "../../tensor/ops/rms_norm.ts";
import { rotary, type RotaryPositions } from "../../tensor/ops/rotary.ts";
import { silu } from "../../tensor/ops/activations/silu.ts";
import type { NetworkInputs, NetworkOutputs, NetworkPart, PassOptions } from "../architecture.ts";
import { attentionMask, partMask } from "../layers/attention_mask.ts";
import { inSegments } from "../layers/in_segments.ts";
import { named } from "../layers/named.ts";
import { product, rows } from "../layers/product.ts";
import type { LladaConfig } from "./llada_config.ts";
import { PREFIX } from "./llada_parameters.ts";

/** A linear layer of a block by its name. */
type Layer = (name: string, x: tf.Tensor) => tf.Tensor;

/** What attention sees and gives beside what goes through it. */
interface View {
  /** Positions of what goes through. @default {from the first on} */
  readonly at?: RotaryPositions;
  /** Positions whose outputs alone are asked. @default {undefined}, those of all that goes through */
  readonly asked?: RotaryPositions;
  /** Keys and values `[batch, heads, length, size]` that are seen before its own. @default {none} */
  readonly kept?: readonly [keys: tf.Tensor, values: tf.Tensor];
  /** Hears of its own. */
  onKept?(keys: tf.Tensor, values: tf.Tensor): void;
}

/** Rows `[batch · count, width]` of those positions. */
function rowsAt(x: tf.Tensor, batch: number, { positions }: RotaryPositions): tf.Tensor {
  const [all, width] = x.shape as [number, number];
  const apart = tf.reshape(x, [batch, all / batch, width]);
  const chosen = tf.gather(apart, positions as tf.Tensor1D, 1);
  return tf.reshape(chosen, [batch * positions.shape[0]!, width]);
}

/**
 * Self-attention of grouped heads; `x` is `[batch · length, hidden]`. The heads that share keys and
 * values stand as further queries of one head, so that nothing is repeated.
 *
 * @param mask What is added to scores `[batch, heads, asked, seen]`, if anything.
 */
function attention(
  x: tf.Tensor,
  layer: Layer,
  [batch, length]: readonly [number, number],
  { nHeads, nKeyHeads, rotaryBase = 500_000 }: LladaConfig,
  mask: tf.Tensor | undefined,
  { at, asked, kept, onKept }: View,
): tf.Tensor {
  const hidden = x.shape[1]!, headSize = hidden / nHeads, group = nHeads / nKeyHeads;
  const project = (name: string, heads: number, x: tf.Tensor) =>
    tf.reshape(layer(name, x), [batch, x.shape[0]! / batch, heads * headSize]);
  const inHeads = (t: tf.Tensor, heads: number) =>
    tf.transpose(tf.reshape(t, [batch, t.shape[1]!, heads, headSize]), [0, 2, 1, 3]);
  const asking = asked === undefined ? x : rowsAt(x, batch, asked);
  const count = asking.shape[0]! / batch;
  const queries = inHeads(
    rotary(project("q_proj", nHeads, asking), nHeads, rotaryBase, asked ?? at),
    nHeads,
  );
  const ownKeys = inHeads(
    rotary(project("k_proj", nKeyHeads, x), nKeyHeads, rotaryBase, at),
    nKeyHeads,
  );
  const ownValues = inHeads(project("v_proj", nKeyHeads, x), nKeyHeads);
  onKept?.(ownKeys, ownValues);
  const keys = kept === undefined ? ownKeys : tf.concat([kept[0], ownKeys], 2);
  const values = kept === undefined ? ownValues : tf.concat([kept[1], ownValues], 2);
  const grouped = tf.reshape(queries, [batch, nKeyHeads, group * count, headSize]);
  const scores = tf.mul(tf.matMul(grouped, keys, false, true), 1 / Math.sqrt(headSize));
  const seen = length + (kept?.[0].shape[2] ?? 0);
  const shares = tf.softmax(masked(scores, mask, [batch, nHeads, count, seen]));
  const mixed = tf.reshape(tf.matMul(shares, values), [batch, nHeads, count, headSize]);
  const merged = tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [batch * count, hidden]);
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
  view: View = {},
): tf.Tensor {
  const nameOf = (part: string) => `${PREFIX}.${name}.${part}.weight`;
  const layer: Layer = (part, x) => product(parameters, nameOf(part), x, config.lora);
  const normed = (x: tf.Tensor, part: string) => norm(x, named(parameters, nameOf(part)), config);
  // Dropout is drawn for whole sequences.
  const added = (x: tf.Tensor, branch: tf.Tensor, site: string) => {
    const apart = dropout(
      tf.reshape(branch, [sizes[0], branch.shape[0]! / sizes[0], config.hiddenSize]),
      `${name}.${site}`,
    );
    return tf.add(x, tf.reshape(apart, x.shape));
  };
  const mixed = attention(normed(x, "attn_norm"), layer, sizes, config, mask, view);
  const { asked } = view, own = asked === undefined ? x : rowsAt(x, sizes[0], asked);
  const middle = added(own, mixed, "attention");
  const inner = normed(middle, "ff_norm");
  const open = tf.mul(silu(layer("ff_proj", inner)), layer("up_proj", inner));
  return added(middle, layer("ff_out", open), "mlp");
}

/** All blocks, of all positions. */
function throughAll(
  embedded: tf.Tensor,
  parameters: Readonly<Record<string, tf.Tensor>>,
  config: LladaConfig,
  inputs: NetworkInputs,
  { dropout, recomputes }: Pick<Pass, "dropout"> & PassOptions,
): tf.Tensor {
  const mask = attentionMask(inputs, config.causal ?? false);
  const sizes = inputs.tokens.shape as [number, number];
  return inSegments(
    embedded,
    (x, i, parameters, [mask]) =>
      block(x, `blocks.${i}`, parameters, config, { sizes, mask, dropout }),
    {
      count: config.nBlocks,
      partOf: (i) => `.blocks.${i}.`,
      ...{ parameters, recomputes, kept: mask === undefined ? [] : [mask] },
    },
  );
}

/**
 * All blocks, of what decides the outputs of a part of the positions: all of them up to the last block,
 * or the part alone where something is kept of the others.
 */
function throughPart(
  embedded: tf.Tensor,
  parameters: Readonly<Record<string, tf.Tensor>>,
  config: LladaConfig,
  inputs: NetworkInputs & { readonly part: NetworkPart },
): { readonly x: tf.Tensor; readonly kept?: readonly tf.Tensor[] } {
  const { part: { positions, kept } } = inputs;
  const sizes = inputs.tokens.shape as [number, number], here = { positions, most: config.length };
  const mask = kept === undefined ? attentionMask(inputs, false) : partMask(inputs.seen!, sizes[1]);
  const pass = { sizes, mask, dropout: (x: tf.Tensor) => x }, own: tf.Tensor[] = [];
  let x = embedded;
  for (let i = 0; i < config.nBlocks; i++) {
    const view: View = kept === undefined
      ? {
        onKept: (keys, values) => own.push(keys, values),
        asked: i === config.nBlocks - 1 ? here : undefined,
      }
      : { at: here, kept: [kept[2 * i]!, kept[2 * i + 1]!] };
    x = block(x, `blocks.${i}`, parameters, config, pass, view);
  }
  return kept === undefined ? { x, kept: own } : { x };
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
  const { tokens, part } = inputs, sizes = tokens.shape as [number, number];
  const nameOf = (name: string) => `${PREFIX}.${name}.weight`;
  const weight = (name: string) => named(parameters, nameOf(name));
  const embedded = rows(
    parameters,
    nameOf("wte"),
    tf.reshape(tokens, [sizes[0] * sizes[1]]),
    config.hiddenSize,
  );
  const { x, kept } = part === undefined
    ? { x: throughAll(embedded, parameters, config, inputs, { dropout, recomputes }) }
    : throughPart(embedded, parameters, config, { ...inputs, part });
  const features = () => norm(x, weight("ln_f"), config), last = nameOf("ff_out");
  return {
    ...(kept !== undefined && { kept: () => kept }),
    head: () => ({ features: features(), weight: weight("ff_out") }),
    // The weight itself may be in parts.
    ...(!(last in parameters) && { logits: () => product(parameters, last, features()) }),
  };
}
