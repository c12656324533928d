import { z } from "zod";

/** Parameters of the interval of a score. */
export const bootstrapSetting = {
  bootstrap: z.strictObject({
    draws: z.int().min(100).max(100_000).default(2000).describe("Resamples of the problems."),
    seed: z.int().nonnegative().default(0).describe("Seed of the resamples."),
  }).prefault({}).describe("How the 95% interval of the score is drawn."),
};
