/**
 * The denoiser: sizes, parameters, checkpoints and evaluation.
 *
 * @module
 */
export { type Checkpoint, readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
export { type DitConfig } from "./config.ts";
export { labelOf } from "./labels.ts";
export { type CompiledDenoiser, createDenoiser, type DenoiserOptions } from "./denoiser.ts";
export {
  countParameters,
  initialParameters,
  type Parameter,
  type Parameters,
} from "./parameters.ts";
