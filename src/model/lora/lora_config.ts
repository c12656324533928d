import { z } from "zod";

/**
 * Adapters of low rank: what a linear layer computes with its weight `W` becomes
 * `x · (W + alpha / rank · B · A)ᵀ`, and `A` and `B` alone are trained.
 *
 * Source: Hu et al. 2021, "LoRA: Low-rank adaptation of large language models".
 */
export interface LoraConfig {
  /** Rows of `A` and columns of `B`. */
  readonly rank: number;
  /** Times the rank, what the product of both counts. */
  readonly alpha: number;
  /** The layers of a block that have adapters, by the last part of their names. */
  readonly targets: readonly string[];
}

/** Largest rank: at that of the weights themselves adapters save nothing. */
const MOST_RANK = 2 ** 16;

/** Schema of adapters in a checkpoint and in a pipeline file. */
export const LORA_SCHEMA: z.ZodObject<{
  rank: z.ZodInt;
  alpha: z.ZodNumber;
  targets: z.ZodArray<z.ZodString>;
}> = z.strictObject({
  rank: z.int("must be an integer").min(1, "must be at least 1").max(MOST_RANK)
    .describe("Rank of the adapters."),
  alpha: z.number().positive().describe("Their scale, times the rank."),
  targets: z.array(z.string()).min(1).describe("Layers of a block that get adapters."),
}, "must be rank, alpha and targets");
