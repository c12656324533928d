import { z } from "zod";
import { NOISE_SCHEDULES } from "../process/noise_schedule.ts";

/** The number of steps, of samplers that let it be chosen. */
export const stepsSetting = {
  T: z.int().min(1).default(32).describe(
    "Steps; without effect on samplers that take one a position.",
  ),
};

/** The noise schedule whose times the steps divide. */
export const noiseSetting = {
  noise: z.enum(NOISE_SCHEDULES).default("log-linear").describe("Noise schedule."),
};

/** How tokens are drawn from what the network predicts. */
export const tokenSettings = {
  temperature: z.number().positive().default(1).describe("Divides the logits of a draw."),
  nucleusP: z.number().gt(0).max(1).default(1)
    .describe("Share of the probability that the most probable tokens keep."),
};
