import { z } from "zod";
import type { PublishedConfig } from "../architecture.ts";
import { integer, MOST_BLOCKS, only } from "../layers/transformer_sizes.ts";
import type { LladaConfig } from "./llada_config.ts";

const positive = z.number("must be a number").positive("must be above 0");

/** Keys that decide what is computed; many more do not and are passed over. */
const KEYS = z.looseObject({
  vocab_size: integer(1),
  embedding_size: integer(1).nullish(),
  d_model: integer(2),
  n_layers: integer(1, MOST_BLOCKS),
  n_heads: integer(1),
  n_kv_heads: integer(1).nullish(),
  multi_query_attention: z.boolean("must be true or false").nullish(),
  mlp_hidden_size: integer(1).nullish(),
  mlp_ratio: integer(1).optional(),
  max_sequence_length: integer(1),
  mask_token_id: integer(0),
  rope_theta: positive,
  rms_norm_eps: positive,
  block_type: only("llama"),
  activation_type: only("silu"),
  layer_norm_type: only("rms"),
  include_bias: only(false),
  weight_tying: only(false),
  include_qkv_bias: only(false).nullish(),
  bias_for_layer_norm: only(false).nullish(),
  layer_norm_with_affine: only(true).optional(),
  attention_layer_norm: only(false).optional(),
  input_emb_norm: only(false).optional(),
  scale_logits: only(false).optional(),
  alibi: only(false).optional(),
  rope: only(true).optional(),
  block_group_size: only(1).optional(),
  clip_qkv: only(null).optional(),
}, "must be an object");

type Keys = z.output<typeof KEYS>;

/** The embedding may have more rows than there are tokens. */
const vocabOf = ({ embedding_size, vocab_size }: Keys) => embedding_size ?? vocab_size;

const keyHeadsOf = ({ n_kv_heads, multi_query_attention, n_heads }: Keys) =>
  n_kv_heads ?? (multi_query_attention ? 1 : n_heads);

/** Configurations of LLaDA, which came from OLMo's. */
export const published: PublishedConfig<LladaConfig> = {
  modelTypes: ["llada"],
  // LLaDA-MoE is published under the same type.
  excludes: (classes) => classes.some((name) => /moe/i.test(String(name))),
  networks: "LLaDA-8B, LLaDA 1.5 and others of their code, but no mixture of experts",
  schema: KEYS.superRefine((keys, context) => {
    const { d_model, n_heads, mask_token_id } = keys;
    const fail = (key: string, message: string) =>
      context.addIssue({ code: "custom", path: [key], message });
    if (d_model % (2 * n_heads) !== 0) {
      fail("d_model", `must be a multiple of 2 · n_heads (${2 * n_heads})`);
    }
    if (n_heads % keyHeadsOf(keys) !== 0) {
      fail("n_heads", `must be a multiple of n_kv_heads (${keyHeadsOf(keys)})`);
    }
    if (mask_token_id >= vocabOf(keys)) {
      fail("mask_token_id", `must be below the embedding's size (${vocabOf(keys)})`);
    }
  }),
  sizes(content) {
    const keys = content as Keys;
    return {
      architecture: "llada",
      vocab: vocabOf(keys),
      length: keys.max_sequence_length,
      hiddenSize: keys.d_model,
      nBlocks: keys.n_layers,
      nHeads: keys.n_heads,
      nKeyHeads: keyHeadsOf(keys),
      mlpSize: keys.mlp_hidden_size ?? (keys.mlp_ratio ?? 4) * keys.d_model,
      rotaryBase: keys.rope_theta,
      normEpsilon: keys.rms_norm_eps,
      numClasses: 0,
      maskId: keys.mask_token_id,
    };
  },
};
