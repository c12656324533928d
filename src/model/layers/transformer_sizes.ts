import { z } from "zod";

/** Sizes of any transformer that a pipeline file gives a new network. */
export const TRANSFORMER_SIZES = {
  hiddenSize: z.int().min(2).describe("Width of the residual stream."),
  nBlocks: z.int().min(1).describe("Transformer blocks."),
  nHeads: z.int().min(1).describe("Attention heads of a block; divides the width."),
};

/** Size beyond which a file holds nonsense, whose names and shapes alone would fill the memory. */
const MOST_SIZE = 2 ** 24;

/** Blocks beyond which it does so. */
export const MOST_BLOCKS = 10_000;

/** Schema of a size in a checkpoint. */
export function integer(least: number, most = MOST_SIZE): z.ZodInt {
  const text = `must be an integer of at least ${least}`;
  return z.int(text).min(least, text).max(most, `must be at most ${most}`);
}

/** Schemas of sizes that a checkpoint of any transformer gives. */
export const TRANSFORMER_SCHEMA = {
  vocab: integer(1),
  length: integer(1),
  hiddenSize: integer(1),
  nBlocks: integer(1, MOST_BLOCKS),
  nHeads: integer(1),
  numClasses: integer(0),
  maskId: integer(0),
  causal: z.boolean("must be true or false").optional(),
};

/**
 * Schema of a key of a published configuration that decides what is computed, and that has one value in
 * all networks that are read.
 */
export function only(value: string | number | boolean | null): z.ZodType {
  return z.literal(
    value,
    `must be ${
      JSON.stringify(value)
    }: networks with another are computed otherwise, which is not built`,
  );
}

/** Sizes that contradict each other: heads are of an even number of elements, turned in pairs. */
export function headsContradiction(
  { hiddenSize, nHeads }: { readonly hiddenSize?: number; readonly nHeads?: number },
): { readonly size: string; readonly message: string } | undefined {
  if (hiddenSize === undefined || nHeads === undefined) return undefined;
  if (hiddenSize % (2 * nHeads) === 0) return undefined;
  return { size: "hiddenSize", message: `must be a multiple of 2 · nHeads (${2 * nHeads})` };
}

/** Sizes that contradict each other: a network that sees no labels has none. */
export function labelsContradiction(
  { numClasses = 0 }: { readonly numClasses?: number },
): { readonly size: string; readonly message: string } | undefined {
  if (numClasses === 0) return undefined;
  return { size: "numClasses", message: "must be 0, since the network sees no labels" };
}
