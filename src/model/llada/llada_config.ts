import { z } from "zod";
import type { NetworkConfig } from "../config.ts";
import {
  headsContradiction,
  integer,
  labelsContradiction,
  TRANSFORMER_SCHEMA,
  TRANSFORMER_SIZES,
} from "../layers/transformer_sizes.ts";
import { LORA_SCHEMA } from "../lora/lora_config.ts";

/** Sizes of LLaDA's transformer. */
export interface LladaConfig extends NetworkConfig {
  /** Its name, since sizes that name none are of another architecture. */
  readonly architecture: "llada";
  /** Width of the residual stream. */
  readonly hiddenSize: number;
  /** Number of transformer blocks. */
  readonly nBlocks: number;
  /** Attention heads of a block that ask. */
  readonly nHeads: number;
  /** Attention heads that answer, each to `nHeads / nKeyHeads` of the former. */
  readonly nKeyHeads: number;
  /** Width within a gated MLP. */
  readonly mlpSize: number;
  /** The slowest pair of a head turns by almost `1 / rotaryBase` a position. @default {500_000} */
  readonly rotaryBase?: number;
  /** Added to mean squares before their root is taken. @default {1e-5} */
  readonly normEpsilon?: number;
}

/** Sizes that a pipeline file gives a new network. */
export const SIZES = {
  ...TRANSFORMER_SIZES,
  nKeyHeads: z.int().min(1).describe("Heads of keys and values of a block; divides the heads."),
  mlpSize: z.int().min(1).describe("Width within a gated MLP."),
};

/** Schema of the sizes in a checkpoint. */
export const SCHEMA: z.ZodObject = z.strictObject({
  ...TRANSFORMER_SCHEMA,
  nKeyHeads: integer(1),
  mlpSize: integer(1),
  rotaryBase: z.number("must be a number").positive("must be above 0").optional(),
  normEpsilon: z.number("must be a number").positive("must be above 0").optional(),
  lora: LORA_SCHEMA.optional(),
  architecture: z.literal("llada"),
}, "must be an object");

/** Sizes that contradict each other. */
export function contradiction(
  sizes: Partial<LladaConfig>,
): { readonly size: string; readonly message: string } | undefined {
  const { nHeads, nKeyHeads } = sizes;
  const problem = labelsContradiction(sizes) ?? headsContradiction(sizes);
  if (problem !== undefined || nHeads === undefined || nKeyHeads === undefined) return problem;
  if (nHeads % nKeyHeads === 0) return undefined;
  return { size: "nHeads", message: `must be a multiple of nKeyHeads (${nKeyHeads})` };
}
