/**
 * The engine: records programs written in tfjs operations as graphs, optimises them, and runs them
 * with ONNX Runtime.
 *
 * @module
 */
export { encodeOnnx, type OnnxModel } from "./onnx.ts";
export {
  type Attribute,
  type ConstantData,
  type DataType,
  type FloatAttribute,
  type Graph,
  type Node,
  type TensorSpec,
  type Value,
} from "./graph.ts";
export { type BoundArrays, type Elements } from "./bound_arrays.ts";
export { compile, type CompileOptions } from "./compile.ts";
export { type EagerEngine, type EngineName, ENGINES, useEngine } from "./engines.ts";
export { createProgram, type Program, type ProgramOptions } from "./program.ts";
export { type Computation, type Constants, type ProgramSource, trace } from "./trace.ts";
export {
  type NamedTensor,
  readSafetensors,
  type Safetensors,
  type SafetensorsType,
  type TensorData,
  writeSafetensors,
} from "./safetensors.ts";
