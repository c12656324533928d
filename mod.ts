/**
 * ProSeCo: an experiment pipeline for Progressive Self-Correction of masked diffusion models.
 *
 * @module
 */
export * from "./src/pipeline/mod.ts";
export * from "./src/random/mod.ts";
