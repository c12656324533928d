import * as tf from "@tensorflow/tfjs-core";
import type { Attribute, DataType, Value } from "../graph/graph.ts";
import type { TraceBackend } from "./trace_backend.ts";

/**
 * Operands by the names that tfjs gives them, of which a kernel reads its own. Kernels of any number of
 * operands count them.
 */
export type Operands = Readonly<
  & Record<
    "x" | "a" | "b" | "input" | "indices" | "condition" | "t" | "e" | "logits" | "value",
    Value
  >
  & { readonly bias?: Value }
>;

/** Records one tfjs kernel as ONNX nodes. */
export type Recorder = (
  backend: TraceBackend,
  inputs: Operands,
  // Every kernel has attributes of its own; tfjs types them kernel by kernel.
  // deno-lint-ignore no-explicit-any
  attributes: any,
) => Value | Value[];

/** The shape of an operation on two tensors that broadcast against each other. */
export const broadcast = (a: Value, b: Value): number[] =>
  tf.backend_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);

/** An axis counted from the first one. */
export const axisOf = (axis: number, shape: readonly number[]): number =>
  axis < 0 ? axis + shape.length : axis;

/** Records one operator with one result. */
export function record(
  { builder }: TraceBackend,
  op: string,
  inputs: readonly Value[],
  shape: readonly number[],
  attributes: Readonly<Record<string, Attribute>> = {},
  dtype: DataType = inputs[0]!.dtype,
): Value {
  return builder.node(op, inputs, [{ shape, dtype }], attributes)[0];
}

/** Records the same elements in another shape. */
export function reshape(backend: TraceBackend, x: Value, shape: readonly number[]): Value {
  return record(backend, "Reshape", [x, backend.builder.integers(shape)], shape);
}

/** Records the elements as another type. */
export function cast(backend: TraceBackend, x: Value, dtype: DataType): Value {
  return x.dtype === dtype ? x : record(backend, "Cast", [x], x.shape, { to: dtype }, dtype);
}

/** Records a reduction over some axes, or all. */
export function reduce(op: string): Recorder {
  // Max alone calls its axes reductionIndices.
  return (backend, { x }, { reductionIndices, axis = reductionIndices, keepDims }) => {
    const axes = tf.util.parseAxisParam(axis ?? x.shape.map((_, i) => i), [...x.shape]);
    // ONNX takes no axes for all of them.
    if (axes.length === 0) return x;
    const shape = x.shape.flatMap((n, i) => axes.includes(i) ? (keepDims ? [1] : []) : [n]);
    const inputs = [x, backend.builder.integers(axes)];
    return record(backend, op, inputs, shape, { keepdims: keepDims ? 1 : 0 });
  };
}

/** Records the parts of a tensor that lie one after the other along an axis. */
export function split(
  { builder }: TraceBackend,
  x: Value,
  sizes: readonly number[],
  along: number,
): Value[] {
  const specs = sizes.map((n) => ({ shape: x.shape.with(along, n), dtype: x.dtype }));
  return builder.node("Split", [x, builder.integers(sizes)], specs, { axis: along });
}

/** Records a matrix product, `[…, n, k]` and `[…, k, m]` to `[…, n, m]`. */
export function matMul(
  backend: TraceBackend,
  a: Value,
  b: Value,
  transA: boolean,
  transB: boolean,
): Value {
  const rows = a.shape.at(transA ? -1 : -2)!, columns = b.shape.at(transB ? -2 : -1)!;
  const batch = tf.backend_util.assertAndGetBroadcastShape(
    a.shape.slice(0, -2),
    b.shape.slice(0, -2),
  );
  const spec = { shape: [...batch, rows, columns], dtype: a.dtype };
  const attributes = { transA: Number(transA), transB: Number(transB) };
  return backend.builder.node("FusedMatMul", [a, b], [spec], attributes, "com.microsoft")[0];
}

/** Records `[…, depth]` with 1 where the index is that of the column, and 0 elsewhere. */
export function oneHot(
  backend: TraceBackend,
  indices: Value,
  depth: number,
  dtype: DataType,
): Value {
  // ONNX Runtime has no OneHot for int32, so indices are compared with the range.
  const range = backend.builder.constant(Int32Array.from({ length: depth }, (_, i) => i), {
    shape: [depth],
    dtype: "int32",
  });
  const shape = [...indices.shape, depth];
  const column = reshape(backend, indices, [...indices.shape, 1]);
  return cast(backend, record(backend, "Equal", [column, range], shape, {}, "bool"), dtype);
}
