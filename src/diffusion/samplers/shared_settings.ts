import { z } from "zod";
import { correctorFires, type CorrectorOptions } from "../denoising/corrector.ts";
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
  temperature: z.number().min(0).default(1)
    .describe("Divides the logits of a draw; 0 takes the most probable token."),
  nucleusP: z.number().gt(0).max(1).default(1)
    .describe("Share of the probability that the most probable tokens keep."),
};

/** Settings of every corrector. */
export const correctorShape = {
  S: z.int().min(1).describe("Corrector steps each time it fires."),
  omega: z.int().min(1).default(1).describe("It fires at every omega-th step."),
  start: z.int().min(0).default(1)
    .describe("First step, counted from 1, at which it may fire."),
  guidance: z.enum(["conditional", "guided"]).default("conditional")
    .describe("Whether gamma holds for the corrector; in the paper it does not."),
};

/** Share of its steps that a corrector takes: at its fixed point it is not asked again. */
const SHARE_OF_CORRECTOR_STEPS = 0.75;

/** Evaluations that a corrector is expected to cost in `T` steps. */
export function expectedCorrectorSteps(corrector: CorrectorOptions, T: number): number {
  let firings = 0;
  for (let step = 0; step < T; step++) if (correctorFires(corrector, step)) firings++;
  return SHARE_OF_CORRECTOR_STEPS * corrector.S * firings;
}
