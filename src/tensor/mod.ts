/**
 * The engine: records programs written in tfjs operations as graphs, optimises them, and runs them
 * with ONNX Runtime.
 *
 * @module
 */
export { encodeOnnx, type OnnxModel } from "./onnx/onnx.ts";
export {
  type Attribute,
  type ConstantData,
  type DataType,
  type FloatAttribute,
  type Graph,
  type Node,
  type TensorSpec,
  type Value,
} from "./graph/graph.ts";
export { type BoundArrays, type Elements } from "./graph/bound_arrays.ts";
export { compile, type CompileOptions } from "./engines/compile.ts";
export { type EagerEngine, type EngineName, ENGINES, useEngine } from "./engines/engines.ts";
export { createProgram, type Program, type ProgramOptions } from "./engines/ort/program.ts";
export { type Computation, type Constants, type ProgramSource, trace } from "./trace/trace.ts";
export {
  type NamedTensor,
  readSafetensors,
  type Safetensors,
  type SafetensorsType,
  type TensorData,
  writeSafetensors,
} from "./safetensors.ts";
