/**
 * What networks are trained for: one file for each objective.
 *
 * @module
 */
export * from "./autoregressive.ts";
export { type CountedOptions } from "./counted.ts";
export { type CorrectorTraining, maskedObjective, type MaskedObjectiveOptions } from "./masked.ts";
export * from "./from_settings.ts";
export * from "./objective.ts";
export * from "./prism.ts";
export * from "./uniform.ts";
