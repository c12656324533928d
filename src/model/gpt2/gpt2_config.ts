import { z } from "zod";
import type { NetworkConfig } from "../config.ts";
import {
  headsContradiction,
  integer,
  labelsContradiction,
  TRANSFORMER_SCHEMA,
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
  ...TRANSFORMER_SCHEMA,
  innerSize: integer(1).optional(),
  normEpsilon: z.number("must be a number").positive("must be above 0").optional(),
  architecture: z.literal("gpt2"),
}, "must be an object");

/** Sizes that a pipeline file gives a new network. */
export const SIZES = TRANSFORMER_SIZES;

/** Sizes that contradict each other. */
export function contradiction(
  sizes: Partial<Gpt2Config>,
): { readonly size: string; readonly message: string } | undefined {
  return labelsContradiction(sizes) ?? headsContradiction(sizes);
}

/** Width within an MLP. */
export function innerSizeOf(
  { innerSize, hiddenSize }: Pick<Gpt2Config, "innerSize" | "hiddenSize">,
): number {
  return innerSize ?? 4 * hiddenSize;
}
