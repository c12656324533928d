import type { Architecture } from "../architecture.ts";
import { contradiction, type DitConfig, SCHEMA, SIZES } from "./dit_config.ts";
import { parameterSpecs } from "./dit_parameters.ts";
import { passOperations } from "./dit_operations.ts";

/** The diffusion transformer of MDLM and ProSeCo. */
export const dit: Architecture<DitConfig> = {
  name: "dit",
  schema: SCHEMA,
  sizes: SIZES,
  contradiction,
  outputs: ({ qualityBlocks }) => qualityBlocks === undefined ? ["head"] : ["head", "quality"],
  parameters: parameterSpecs,
  dropoutSites({ nBlocks, length, hiddenSize }) {
    const blocks = Array.from({ length: nBlocks }, (_, block) => `blocks.${block}`);
    const sites = blocks.flatMap((block) => [`${block}.attention`, `${block}.mlp`]);
    return Object.fromEntries(sites.map((site) => [site, [length, hiddenSize]]));
  },
  passOperations,
  async load() {
    const { forward } = await import("./dit_forward.ts");
    return { forward };
  },
};
