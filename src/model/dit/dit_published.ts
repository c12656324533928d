import { z } from "zod";
import type { PublishedConfig } from "../architecture.ts";
import { headsContradiction, integer, MOST_BLOCKS, only } from "../layers/transformer_sizes.ts";
import type { DitConfig } from "./dit_config.ts";

const flag = z.boolean("must be true or false");

/** Keys that decide what is computed. */
const KEYS = z.looseObject({
  vocab_size: integer(2),
  model_length: integer(1),
  hidden_dim: integer(2),
  cond_dim: integer(1),
  n_blocks: integer(1, MOST_BLOCKS),
  n_heads: integer(1),
  cfg: flag.optional(),
  cfg_num_classes: z.int("must be an integer").optional(),
  causal: flag.optional(),
  time_conditioning: only(false).optional(),
  // Networks of the released code with these differ in what they compute.
  adaLN: only(true).optional(),
  tie_word_embeddings: only(false).optional(),
}, "must be an object");

type Keys = z.output<typeof KEYS>;

/** Names of the released models that learnt to correct themselves. */
const CORRECTING = "ProSeCo";

/** Configurations of the released networks of MDLM and ProSeCo. */
export const published: PublishedConfig<DitConfig> = {
  modelTypes: ["mdlm", "proseco"],
  isOne: (content) => "hidden_dim" in content && "model_length" in content,
  networks: "mdlm-owt, proseco-owt and others of their code",
  schema: KEYS.superRefine(({ hidden_dim, n_heads, cfg, cfg_num_classes }, context) => {
    const fail = (key: string, message: string) =>
      context.addIssue({ code: "custom", path: [key], message });
    if (headsContradiction({ hiddenSize: hidden_dim, nHeads: n_heads }) !== undefined) {
      fail("hidden_dim", `must be a multiple of 2 · n_heads (${2 * n_heads})`);
    }
    if (cfg && !(cfg_num_classes! > 0)) {
      fail("cfg_num_classes", "must be above 0 where cfg is true");
    }
  }),
  sizes(content) {
    const keys = content as Keys;
    return {
      vocab: keys.vocab_size,
      length: keys.model_length,
      hiddenSize: keys.hidden_dim,
      nBlocks: keys.n_blocks,
      nHeads: keys.n_heads,
      condDim: keys.cond_dim,
      numClasses: keys.cfg ? keys.cfg_num_classes! : 0,
      maskId: keys.vocab_size - 1,
      ...(!keys.cfg && { seesLabels: false }),
      ...(keys.causal && { causal: true }),
    };
  },
  training({ architectures, causal }) {
    if (causal === true) return { objective: "ar" };
    const names = Array.isArray(architectures) ? architectures.map(String) : [];
    const corrects = names.some((name) => name.startsWith(CORRECTING));
    return { objective: corrects ? "proseco" : "mdm" };
  },
  passedOver: [
    ...["architectures", "auto_map", "_name_or_path", "transformers_version"],
    ...["torch_dtype", "dtype", "return_dict", "dropout", "scale_by_sigma"],
  ],
};
