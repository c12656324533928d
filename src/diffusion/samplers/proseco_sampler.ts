import { z } from "zod";
import { noiseSchedule } from "../process/noise_schedule.ts";
import { CORRECTOR_PRIORS, correctorFires } from "../denoising/corrector.ts";
import { expectedUnmaskingSteps, sampleMasked } from "./masked_sampler.ts";
import { defineSampler } from "./sampler.ts";
import { noiseSetting, stepsSetting, tokenSettings } from "./shared_settings.ts";

const corrector = z.strictObject({
  S: z.int().min(1).describe("Corrector steps each time it fires."),
  omega: z.int().min(1).default(1).describe("It fires at every omega-th step."),
  start: z.int().min(0).default(1)
    .describe("First step, counted from 1, at which it may fire."),
  guidance: z.enum(["conditional", "guided"]).default("conditional")
    .describe("Whether gamma holds for the corrector; in the paper it does not."),
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

/** Share of its steps that a corrector takes: at its fixed point it is not asked again. */
const SHARE_OF_CORRECTOR_STEPS = 0.75;

/** ProSeCo: masked diffusion that corrects its own tokens on the way (Algorithm 3). */
export const prosecoSampler = defineSampler({
  name: "proseco",
  label: "ProSeCo",
  shows: "masks",
  settings: {
    ...stepsSetting,
    ...noiseSetting,
    corrector: corrector.describe("proseco: how tokens are corrected, such as { S: 2, omega: 2 }."),
    ...tokenSettings,
  },
  steps: ({ T }) => T,
  evaluations({ T, corrector }, length) {
    let firings = 0;
    for (let step = 0; step < T; step++) if (correctorFires(corrector, step)) firings++;
    return expectedUnmaskingSteps(T, length) + SHARE_OF_CORRECTOR_STEPS * corrector.S * firings;
  },
  draw: (denoiser, { noise, ...options }) =>
    sampleMasked(denoiser, { ...options, noise: noiseSchedule(noise) }),
  variant: ({ corrector: { S, omega, guidance } }) =>
    `${S}, ${omega}${guidance === "guided" ? ", guided" : ""}`,
});
