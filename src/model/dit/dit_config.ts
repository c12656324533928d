import { z } from "zod";
import type { NetworkConfig } from "../config.ts";
import {
  headsContradiction,
  integer,
  labelsContradiction,
  MOST_BLOCKS,
  TRANSFORMER_SCHEMA,
  TRANSFORMER_SIZES,
} from "../layers/transformer_sizes.ts";

/** Sizes of a diffusion transformer. */
export interface DitConfig extends NetworkConfig {
  /** Width of the residual stream. */
  readonly hiddenSize: number;
  /** Number of transformer blocks. */
  readonly nBlocks: number;
  /** Attention heads of a block. */
  readonly nHeads: number;
  /** Width of the conditioning vector. */
  readonly condDim: number;
  /**
   * Whether each label, and "no label", has a conditioning vector of its own; a network of no labels can
   * do without.
   *
   * @default {true}
   */
  readonly seesLabels?: boolean;
}

/** Width of the sinusoidal features of the noise level. */
export const TIME_FEATURES = 256;

/** Sizes that a pipeline file gives a new network. */
export const SIZES = {
  ...TRANSFORMER_SIZES,
  condDim: z.int().min(1).describe("Width of the conditioning vector."),
};

/** Sizes that contradict each other. */
export function contradiction(
  sizes: Partial<DitConfig>,
): { readonly size: string; readonly message: string } | undefined {
  const labels = sizes.seesLabels === false ? labelsContradiction(sizes) : undefined;
  return labels ?? headsContradiction(sizes);
}

/** Schema of the sizes in a checkpoint. */
export const SCHEMA: z.ZodObject = z.strictObject({
  ...TRANSFORMER_SCHEMA,
  condDim: integer(1),
  seesLabels: z.boolean("must be true or false").optional(),
  qualityBlocks: integer(0, MOST_BLOCKS).optional(),
  classifies: z.boolean("must be true or false").optional(),
  architecture: z.literal("dit").optional(),
}, "must be an object");
