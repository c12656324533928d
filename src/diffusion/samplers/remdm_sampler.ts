import { z } from "zod";
import { noiseSchedule } from "../process/noise_schedule.ts";
import { sampleMasked } from "./masked_sampler.ts";
import { defineSampler } from "./sampler.ts";
import { noiseSetting, stepsSetting, tokenSettings } from "./shared_settings.ts";

const unit = z.number().min(0).max(1);

const remasking = z.strictObject({
  strength: z.enum(["cap", "rescale"]).describe("sigma = min(eta, sigmaMax) or eta · sigmaMax."),
  eta: unit.describe("Remasking strength."),
  confidence: z.boolean().default(false)
    .describe("Masks again rather what was drawn with little probability."),
  window: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("always") }),
    z.strictObject({ kind: z.literal("switch"), tSwitch: unit }),
    z.strictObject({ kind: z.literal("loop"), tOn: unit, tOff: unit, alphaOn: unit }),
  ]).default({ kind: "always" }).describe("When tokens are masked again."),
});

/** ReMDM: masked diffusion that masks tokens again (Wang et al. 2025). */
export const remdmSampler = defineSampler({
  name: "remdm",
  label: "ReMDM",
  shows: "masks",
  prompt: "taken",
  settings: {
    ...stepsSetting,
    ...noiseSetting,
    remasking: remasking.describe("remdm: how tokens are masked again."),
    ...tokenSettings,
  },
  steps: ({ T }) => T,
  evaluations: ({ T }) => T,
  draw: (denoiser, { noise, prompt, ...options }) =>
    sampleMasked(denoiser, { ...options, given: prompt, noise: noiseSchedule(noise) }),
});
