import type { DataType, TensorSpec } from "../../graph/graph.ts";
import { type OnnxLibrary, pinned } from "./onnx_api.ts";
import type { SharedTensor } from "./onnx_session.ts";

/** Numbers of `ONNXTensorElementDataType`. */
const ELEMENT_TYPES: Partial<Record<DataType, number>> = { float32: 1, uint8: 2, int32: 6 };

function elementType(dtype: DataType): number {
  const type = ELEMENT_TYPES[dtype];
  if (type === undefined) throw new TypeError(`Cannot bind elements of type ${dtype}`);
  return type;
}

/** A value of ONNX Runtime that shares an array's memory. */
export function hostValue(
  library: OnnxLibrary,
  { dtype, data, shape }: SharedTensor,
): Deno.PointerValue {
  const dimensions = BigInt64Array.from(shape, BigInt);
  return library.create(
    "CreateTensorWithDataAsOrtValue",
    ...[library.memoryInfo, pinned(data), BigInt(data.byteLength)] as const,
    ...[dimensions, BigInt(dimensions.length), elementType(dtype)] as const,
  );
}

/** A value of ONNX Runtime with memory of its own, of what an allocator hands out. */
export function ownValue(
  library: OnnxLibrary,
  allocator: Deno.PointerValue,
  { dtype, shape }: TensorSpec,
): Deno.PointerValue {
  const dimensions = BigInt64Array.from(shape, BigInt);
  return library.create(
    "CreateTensorAsOrtValue",
    ...[allocator, dimensions, BigInt(dimensions.length), elementType(dtype)] as const,
  );
}
