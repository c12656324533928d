/**
 * Programs in tfjs operations, with the gradients that they take, recorded once and compiled.
 *
 * @example A step of gradient descent
 * ```ts
 * import * as tf from "@tensorflow/tfjs-core";
 * import { compile } from "@proseco/proseco/tensor";
 *
 * const scalar = { shape: [], dtype: "float32" } as const;
 * await using descent = await compile(
 *   ({ x, rate }) => ({ x: tf.sub(x, tf.mul(rate, tf.grad((at) => tf.square(at))(x))) }),
 *   { inputs: { rate: scalar }, state: { x: { ...scalar, data: Float32Array.of(8) } } },
 * );
 * await descent.run({ rate: Float32Array.of(0.25) });
 * const { x } = await descent.state();
 * if (x[0] !== 4) throw new Error(`x is ${x[0]}`);
 * ```
 *
 * @module
 */
export {
  compile,
  type CompiledProgram,
  type CompileOptions,
  type KeptTensor,
} from "./engines/compile.ts";
export {
  type BoundProgram,
  type ConstantTraits,
  type Engine,
  EngineUnavailable,
  type Program,
  type ProgramOptions,
  type ProgramSpecs,
} from "./engines/engine.ts";
export {
  DEFAULT_ENGINE,
  describeEngine,
  ENGINE_NAMES,
  type EngineName,
  engineOf,
} from "./engines/engines.ts";
export { setWasmFolder } from "./engines/eager/wasm_folder.ts";
export { type Precision } from "./engines/precision.ts";
export { type EngineOptions, prepare } from "./engines/prepare.ts";
export { type BoundArrays, type Elements } from "./graph/bound_arrays.ts";
export { type DataType, type NarrowType, type TensorSpec } from "./graph/graph.ts";
export {
  type Computation,
  type Constant,
  type Constants,
  type FreeSource,
  type ProgramSource,
} from "./trace/program_source.ts";
export { gelu } from "./ops/activations/gelu.ts";
export { silu } from "./ops/activations/silu.ts";
export { crossEntropy } from "./ops/cross_entropy.ts";
export { adamw } from "./optimizers/adamw.ts";
export { muon } from "./optimizers/muon.ts";
export {
  type MovedParameter,
  type Optimizer,
  type OptimizerOptions,
  type OptimizerState,
  type ParameterRole,
  type UpdateScalars,
} from "./optimizers/optimizer.ts";
export {
  decodeSafetensors,
  encodeSafetensors,
  type NamedTensor,
  type Safetensors,
  type SafetensorsType,
  type TensorData,
} from "./safetensors.ts";
