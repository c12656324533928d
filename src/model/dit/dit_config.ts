import { z } from "zod";
import type { NetworkConfig } from "../config.ts";

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
}

/** Width of the sinusoidal features of the noise level. */
export const TIME_FEATURES = 256;

/** Sizes that a pipeline file gives a new network. */
export const SIZES = {
  hiddenSize: z.int().min(2).describe("Width of the residual stream."),
  nBlocks: z.int().min(1).describe("Transformer blocks."),
  nHeads: z.int().min(1).describe("Attention heads of a block; divides the width."),
  condDim: z.int().min(1).describe("Width of the conditioning vector."),
};

/** Beyond these a file holds nonsense, whose names and shapes alone would fill the memory. */
const MOST_BLOCKS = 10_000, MOST_SIZE = 2 ** 24;

function integer(least: number, most = MOST_SIZE) {
  const text = `must be an integer of at least ${least}`;
  return z.int(text).min(least, text).max(most, `must be at most ${most}`);
}

/** Schema of the sizes in a checkpoint. */
export const SCHEMA: z.ZodObject = z.strictObject({
  vocab: integer(1),
  length: integer(1),
  hiddenSize: integer(1),
  nBlocks: integer(1, MOST_BLOCKS),
  nHeads: integer(1),
  condDim: integer(1),
  numClasses: integer(0),
  maskId: integer(0),
  causal: z.boolean("must be true or false").optional(),
  qualityBlocks: integer(0, MOST_BLOCKS).optional(),
  architecture: z.literal("dit").optional(),
}, "must be an object");

/** Sizes that contradict each other: heads are of an even number of elements, turned in pairs. */
export function contradiction(
  { hiddenSize, nHeads }: Partial<DitConfig>,
): { readonly size: string; readonly message: string } | undefined {
  if (hiddenSize === undefined || nHeads === undefined) return undefined;
  if (hiddenSize % (2 * nHeads) === 0) return undefined;
  return { size: "hiddenSize", message: `must be a multiple of 2 · nHeads (${2 * nHeads})` };
}
