import type { Architecture } from "../architecture.ts";
import { contradiction, type LladaConfig, SCHEMA, SIZES } from "./llada_config.ts";
import { passOperations } from "./llada_operations.ts";
import { BLOCK_LAYERS, parameterSpecs } from "./llada_parameters.ts";
import { published } from "./published_config.ts";

/** The transformer of LLaDA: Llama's, seeing both sides. */
export const llada: Architecture<LladaConfig> = {
  name: "llada",
  schema: SCHEMA,
  published,
  sizes: SIZES,
  contradiction,
  positions: "relative",
  parameters: parameterSpecs,
  adaptable: BLOCK_LAYERS,
  recomputes: true,
  computesQuantized: true,
  keptShapes({ nBlocks, length, hiddenSize, nHeads, nKeyHeads }) {
    const shape = [nKeyHeads, length, hiddenSize / nHeads];
    return Array.from({ length: nBlocks }, () => [shape, shape]).flat();
  },
  dropoutSites({ nBlocks, length, hiddenSize }) {
    const blocks = Array.from({ length: nBlocks }, (_, block) => `blocks.${block}`);
    const sites = blocks.flatMap((block) => [`${block}.attention`, `${block}.mlp`]);
    return Object.fromEntries(sites.map((site) => [site, [length, hiddenSize]]));
  },
  passOperations,
  async load() {
    const { forward } = await import("./llada_forward.ts");
    return { forward };
  },
};
