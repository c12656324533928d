import type { Architecture } from "../architecture.ts";
import { contradiction, type DitConfig, SCHEMA, SIZES } from "./dit_config.ts";
import { parameterSpecs } from "./dit_parameters.ts";
import { passOperations } from "./dit_operations.ts";
import { published } from "./dit_published.ts";

/** The diffusion transformer of MDLM and ProSeCo. */
export const dit: Architecture<DitConfig> = {
  name: "dit",
  schema: SCHEMA,
  sizes: SIZES,
  published,
  contradiction,
  outputs: ({ qualityBlocks }) => qualityBlocks === undefined ? ["head"] : ["head", "quality"],
  positions: "relative",
  parameters: parameterSpecs,
  // A buffer of the released code, saved with some of its checkpoints.
  isDerived: (name) => name.endsWith("rotary_emb.inv_freq"),
  dropoutSites({ nBlocks, length, hiddenSize }) {
    const blocks = Array.from({ length: nBlocks }, (_, block) => `blocks.${block}`);
    const sites = blocks.flatMap((block) => [`${block}.attention`, `${block}.mlp`]);
    return Object.fromEntries(sites.map((site) => [site, [length, hiddenSize]]));
  },
  passOperations,
  classifies: true,
  async load() {
    const { forward } = await import("./dit_forward.ts");
    return { forward };
  },
};
