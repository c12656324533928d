import type { Architecture } from "../architecture.ts";
import { contradiction, type Gpt2Config, SCHEMA, SIZES } from "./gpt2_config.ts";
import { passOperations } from "./gpt2_operations.ts";
import { parameterSpecs } from "./gpt2_parameters.ts";
import { published } from "./gpt2_published.ts";

/** The transformer of GPT-2, which learns its positions. */
export const gpt2: Architecture<Gpt2Config> = {
  name: "gpt2",
  schema: SCHEMA,
  published,
  sizes: SIZES,
  contradiction,
  positions: "learned",
  parameters: parameterSpecs,
  // Masks that some checkpoints keep as buffers, and the head where it is saved apart.
  isDerived: (name) => /(^|\.)(attn\.(masked_)?bias|lm_head\.weight)$/.test(name),
  dropoutSites({ nBlocks, length, hiddenSize }) {
    const blocks = Array.from({ length: nBlocks }, (_, block) => `h.${block}`);
    const sites = blocks.flatMap((block) => [`${block}.attention`, `${block}.mlp`]);
    return Object.fromEntries(sites.map((site) => [site, [length, hiddenSize]]));
  },
  passOperations,
  async load() {
    const { forward } = await import("./gpt2_forward.ts");
    return { forward };
  },
};
