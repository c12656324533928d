/**
 * Masked diffusion: noise schedules, corruption, posteriors, guidance, the corrector and the
 * samplers.
 *
 * @module
 */
export * from "./autoregressive.ts";
export * from "./block_decode.ts";
export * from "./corrector.ts";
export * from "./corrupt.ts";
export * from "./denoiser.ts";
export * from "./draw_samples.ts";
export * from "./evaluator.ts";
export * from "./first_hitting.ts";
export * from "./guidance.ts";
export * from "./posterior.ts";
export * from "./predictor.ts";
export * from "./prism.ts";
export * from "./remasking.ts";
export * from "./sampler.ts";
export * from "./sampler_names.ts";
export * from "./schedule.ts";
export * from "./trajectory.ts";
export * from "./uniform_sampler.ts";
