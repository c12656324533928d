import { z } from "zod";
import type { PublishedConfig } from "../architecture.ts";
import { integer, MOST_BLOCKS, only } from "../layers/transformer_sizes.ts";
import type { Gpt2Config } from "./gpt2_config.ts";

/** Keys that decide what is computed; many more do not and are passed over. */
const KEYS = z.looseObject({
  vocab_size: integer(1),
  n_positions: integer(1),
  n_embd: integer(1),
  n_layer: integer(1, MOST_BLOCKS),
  n_head: integer(1),
  n_inner: integer(1).nullish(),
  layer_norm_epsilon: z.number("must be a number").positive("must be above 0").optional(),
  activation_function: only("gelu_new").optional(),
  add_cross_attention: only(false).optional(),
  scale_attn_weights: only(true).optional(),
  scale_attn_by_inverse_layer_idx: only(false).optional(),
  tie_word_embeddings: only(true).optional(),
}, "must be an object");

type Keys = z.output<typeof KEYS>;

/** Configurations of GPT-2, of any size. */
export const published: PublishedConfig<Gpt2Config> = {
  modelTypes: ["gpt2"],
  networks: "GPT-2 of any size",
  schema: KEYS.superRefine(({ n_embd, n_head }, context) => {
    if (n_embd % n_head === 0) return;
    const message = `must be a multiple of n_head (${n_head})`;
    context.addIssue({ code: "custom", path: ["n_embd"], message });
  }),
  sizes(content) {
    const { n_inner, ...keys } = content as Keys;
    return {
      architecture: "gpt2",
      vocab: keys.vocab_size,
      length: keys.n_positions,
      hiddenSize: keys.n_embd,
      nBlocks: keys.n_layer,
      nHeads: keys.n_head,
      ...(typeof n_inner === "number" && { innerSize: n_inner }),
      normEpsilon: keys.layer_norm_epsilon ?? 1e-5,
      numClasses: 0,
      // It has no mask: the last token, which ends a text, stands where one is asked for.
      maskId: keys.vocab_size - 1,
      causal: true,
    };
  },
};
