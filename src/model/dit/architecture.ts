import type { Architecture } from "../architecture.ts";
import { contradiction, type DitConfig, SCHEMA, SIZES } from "./config.ts";
import { parameterSpecs } from "./parameters.ts";
import { passOperations } from "./pass_operations.ts";

/** The diffusion transformer of MDLM and ProSeCo. */
export const dit: Architecture<DitConfig> = {
  name: "dit",
  schema: SCHEMA,
  sizes: SIZES,
  contradiction,
  parameters: parameterSpecs,
  dropoutSites({ nBlocks, length, hiddenSize }) {
    const blocks = Array.from({ length: nBlocks }, (_, block) => `blocks.${block}`);
    const sites = blocks.flatMap((block) => [`${block}.attention`, `${block}.mlp`]);
    return Object.fromEntries(sites.map((site) => [site, [length, hiddenSize]]));
  },
  passOperations,
  load: () => import("./dit.ts"),
};
