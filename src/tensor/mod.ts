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
export { createProgram, type Elements, type Program, type ProgramOptions } from "./program.ts";
export {
  type NamedTensor,
  readSafetensors,
  type Safetensors,
  type SafetensorsType,
  type TensorData,
  writeSafetensors,
} from "./safetensors.ts";
