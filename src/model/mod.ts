/**
 * Networks that predict tokens: their sizes, parameters and evaluation.
 *
 * @example A network with new parameters, evaluated
 * ```ts
 * import { createDenoiser, initialParameters, newConfig } from "@proseco/proseco/model";
 * import { randomKey } from "@proseco/proseco/random";
 *
 * const facts = { vocab: 5, length: 4, numClasses: 0, maskId: 4 };
 * const sizes = { hiddenSize: 16, condDim: 8, nBlocks: 1, nHeads: 2 };
 * const config = newConfig(sizes, facts);
 * const denoiser = createDenoiser(initialParameters(config, randomKey(0)), config);
 * const { logits } = await denoiser.evaluate(new Int32Array(4).fill(4), new Int32Array(1), 1);
 * if (logits.length !== 4 * 5) throw new Error(`there are ${logits.length} logits`);
 * await denoiser.release();
 * ```
 *
 * @module
 */
export { type ParameterPart } from "./architecture.ts";
export type { Checkpoint } from "./weights/assemble_checkpoint.ts";
export { type CheckpointBytes, checkpointOfBytes } from "./weights/checkpoint_of_bytes.ts";
export type { Vocabulary } from "./vocabulary/parse_vocabulary.ts";
export { type NetworkConfig } from "./config.ts";
export { type LoraConfig } from "./lora/lora_config.ts";
export {
  createDenoiser,
  type Denoiser,
  type DenoiserOptions,
  type DenoiserOutput,
} from "./denoiser.ts";
export {
  type DenoiserPart,
  type DenoiserPartOutput,
  type EvaluatePart,
} from "./parts/denoiser_part.ts";
export { exportOnnx, type ExportOptions } from "./export_onnx.ts";
export { type NetworkSizes, newConfig } from "./new_config.ts";
export { type Parameter } from "./parameter.ts";
export {
  countParameters,
  initialParameters,
  type InitialParametersOptions,
  type Parameters,
} from "./parameters.ts";
export { parseConfig, type ParsedConfig } from "./parse_config.ts";
