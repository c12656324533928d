import { z } from "zod";
import { noiseSchedule } from "../process/noise_schedule.ts";
import { CORRECTOR_PRIORS } from "../denoising/corrector.ts";
import { expectedUnmaskingSteps, sampleMasked } from "./masked_sampler.ts";
import { defineSampler } from "./sampler.ts";
import {
  correctorShape,
  expectedCorrectorSteps,
  noiseSetting,
  stepsSetting,
  tokenSettings,
} from "./shared_settings.ts";

const corrector = z.strictObject({
  ...correctorShape,
  prior: z.enum(CORRECTOR_PRIORS).default("argmax").describe(
    "Its first input: the denoiser's best tokens (argmax) or a draw (sampled) everywhere, or the " +
      "best where masked and all others kept.",
  ),
  step: z.enum(["argmax", "sampled", "topK"]).default("argmax")
    .describe("How a corrector step renews its input."),
  topK: z.int().min(1).default(1).describe("Positions that a topK step may change."),
}).superRefine(({ step, topK }, context) => {
  if (step === "topK" || topK === 1) return;
  context.addIssue({
    code: "custom",
    path: ["topK"],
    message: `it has no effect on step ${step}, but on topK; leave it out`,
  });
});

/** ProSeCo: masked diffusion that corrects its own tokens on the way (Algorithm 3). */
export const prosecoSampler = defineSampler({
  name: "proseco",
  label: "ProSeCo",
  shows: "masks",
  prompt: "taken",
  isGuidable: true,
  settings: {
    ...stepsSetting,
    ...noiseSetting,
    corrector: corrector.describe("proseco: how tokens are corrected, such as { S: 2, omega: 2 }."),
    ...tokenSettings,
  },
  steps: ({ T }) => T,
  evaluations: ({ T, corrector }, length, prompted) =>
    expectedUnmaskingSteps(T, length - prompted) + expectedCorrectorSteps(corrector, T),
  draw: (denoiser, { noise, prompt, ...options }) =>
    sampleMasked(denoiser, { ...options, given: prompt, noise: noiseSchedule(noise) }),
  variant: ({ corrector: { S, omega, guidance } }) =>
    `${S}, ${omega}${guidance === "guided" ? ", guided" : ""}`,
});
