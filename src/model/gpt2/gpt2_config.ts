import { z } from "zod";
import type { NetworkConfig } from "../config.ts";
import {
  headsContradiction,
  integer,
  MOST_BLOCKS,
  TRANSFORMER_SIZES,
} from "../layers/transformer_sizes.ts";

/** Sizes of GPT-2's transformer. */
export interface Gpt2Config extends NetworkConfig {
  /** Its name, since sizes that name none are of another architecture. */
  readonly architecture: "gpt2";
  /** Width of the residual stream. */
  readonly hiddenSize: number;
  /** Number of transformer blocks. */
  readonly nBlocks: number;
  /** Attention heads of a block. */
  readonly nHeads: number;
  /** Width within an MLP. @default {4 * hiddenSize} */
  readonly innerSize?: number;
  /** Added to variances before their root is taken. @default {1e-5} */
  readonly normEpsilon?: number;
}

/** Schema of the sizes in a checkpoint. */
export const SCHEMA: z.ZodObject = z.strictObject({
  vocab: integer(1),
  length: integer(1),
  hiddenSize: integer(1),
  nBlocks: integer(1, MOST_BLOCKS),
  nHeads: integer(1),
  innerSize: integer(1).optional(),
  normEpsilon: z.number("must be a number").positive("must be above 0").optional(),
  numClasses: integer(0),
  maskId: integer(0),
  causal: z.boolean("must be true or false").optional(),
  architecture: z.literal("gpt2"),
}, "must be an object");

/** Sizes that a pipeline file gives a new network. */
export const SIZES = TRANSFORMER_SIZES;

/** Sizes that contradict each other. */
export function contradiction(
  sizes: Partial<Gpt2Config>,
): { readonly size: string; readonly message: string } | undefined {
  if (sizes.numClasses !== undefined && sizes.numClasses > 0) {
    return { size: "numClasses", message: "must be 0, since the network sees no labels" };
  }
  return headsContradiction(sizes);
}

/** Width within an MLP. */
export function innerSizeOf(
  { innerSize, hiddenSize }: Pick<Gpt2Config, "innerSize" | "hiddenSize">,
): number {
  return innerSize ?? 4 * hiddenSize;
}
