import { noiseSchedule } from "../process/noise_schedule.ts";
import { expectedUnmaskingSteps, sampleMasked } from "./masked_sampler.ts";
import { defineSampler } from "./sampler.ts";
import { noiseSetting, stepsSetting, tokenSettings } from "./shared_settings.ts";

/** Ancestral sampling of a masked diffusion model (Algorithm 2). */
export const mdmSampler = defineSampler({
  name: "mdm",
  label: "MDM",
  shows: "masks",
  prompt: "taken",
  isGuidable: true,
  settings: { ...stepsSetting, ...noiseSetting, ...tokenSettings },
  steps: ({ T }) => T,
  evaluations: ({ T }, length, prompted) => expectedUnmaskingSteps(T, length - prompted),
  draw: (denoiser, { noise, prompt, ...options }) =>
    sampleMasked(denoiser, { ...options, given: prompt, noise: noiseSchedule(noise) }),
});
