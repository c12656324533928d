/**
 * Masked diffusion: noise schedules, corruption, posteriors, guidance, the corrector and the
 * samplers.
 *
 * @module
 */
export * from "./samplers/autoregressive_sampler.ts";
export * from "./samplers/block_decode.ts";
export * from "./denoising/corrector.ts";
export * from "./process/corrupt.ts";
export * from "./denoising/denoiser.ts";
export * from "./samplers/draw_samples.ts";
export * from "./denoising/evaluator.ts";
export * from "./samplers/first_hitting.ts";
export * from "./process/guidance.ts";
export * from "./process/posterior.ts";
export * from "./denoising/predictor.ts";
export * from "./samplers/prism_sampler.ts";
export * from "./process/remasking.ts";
export * from "./samplers/masked_sampler.ts";
export * from "./samplers/sampler_names.ts";
export * from "./process/noise_schedule.ts";
export * from "./samplers/trajectory.ts";
export * from "./samplers/uniform_sampler.ts";
