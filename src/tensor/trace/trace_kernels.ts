import * as tf from "@tensorflow/tfjs-core";
import { sizeOf, type Value } from "../graph/graph.ts";
import {
  axisOf,
  broadcast,
  cast,
  matMul,
  oneHot,
  type Operands,
  record,
  type Recorder,
  reduce,
  reshape,
  split,
} from "./recorders.ts";
import type { TraceBackend } from "./trace_backend.ts";

/** Name of the kernel through which an ONNX operator that tfjs has no name for is recorded. */
export const ONNX_KERNEL = "OnnxOperator";

const UNARY = {
  Abs: "Abs",
  Cos: "Cos",
  Erf: "Erf",
  Exp: "Exp",
  Log: "Log",
  LogicalNot: "Not",
  Neg: "Neg",
  Reciprocal: "Reciprocal",
  Relu: "Relu",
  Sigmoid: "Sigmoid",
  Sin: "Sin",
  Sqrt: "Sqrt",
  Tanh: "Tanh",
};

const BINARY = {
  Add: "Add",
  Maximum: "Max",
  Minimum: "Min",
  Multiply: "Mul",
  Pow: "Pow",
  RealDiv: "Div",
  Sub: "Sub",
};

const COMPARISON = {
  Equal: "Equal",
  Greater: "Greater",
  GreaterEqual: "GreaterOrEqual",
  Less: "Less",
  LessEqual: "LessOrEqual",
  LogicalAnd: "And",
  LogicalOr: "Or",
};

/** Operands of a kernel that takes any number; a kernel for none is not called. */
const operandsOf = (inputs: Operands) => Object.values(inputs) as [Value, ...Value[]];

const RECORDERS: Record<string, Recorder> = {
  AddN: (backend, inputs) =>
    operandsOf(inputs).reduce((a, b) => record(backend, "Add", [a, b], broadcast(a, b))),
  ArgMax: (backend, { x }, { axis }) => {
    const along = axisOf(Array.isArray(axis) ? axis[0] : axis, x.shape);
    const shape = x.shape.filter((_, i) => i !== along);
    const index = record(backend, "ArgMax", [x], shape, { axis: along, keepdims: 0 }, "int64");
    return cast(backend, index, "int32");
  },
  BatchMatMul: (backend, { a, b }, { transposeA, transposeB }) =>
    matMul(backend, a, b, transposeA, transposeB),
  Cast: (backend, { x }, { dtype }) => cast(backend, x, dtype),
  ClipByValue: (backend, { x }, { clipValueMin, clipValueMax }) => {
    const bound = (limit: number) => backend.builder.fill(limit, { shape: [], dtype: x.dtype });
    return record(backend, "Clip", [x, bound(clipValueMin), bound(clipValueMax)], x.shape);
  },
  Concat: (backend, inputs, { axis }) => {
    const parts = operandsOf(inputs), along = axisOf(axis, parts[0].shape);
    const shape = [...parts[0].shape];
    shape[along] = parts.reduce((sum, part) => sum + part.shape[along]!, 0);
    return record(backend, "Concat", parts, shape, { axis: along });
  },
  ExpandDims: (backend, { input }, { dim }) => {
    const shape = [...input.shape];
    shape.splice(dim < 0 ? shape.length + dim + 1 : dim, 0, 1);
    return reshape(backend, input, shape);
  },
  Fill: ({ builder }, _inputs, { shape, value, dtype }) =>
    builder.fill(value, { shape, dtype: dtype ?? "float32" }),
  GatherV2: (backend, { x, indices }, { axis }) => {
    const along = axisOf(axis, x.shape);
    const shape = [...x.shape.slice(0, along), ...indices.shape, ...x.shape.slice(along + 1)];
    return record(backend, "Gather", [x, indices], shape, { axis: along });
  },
  Identity: (_backend, { x }) => x,
  Max: reduce("ReduceMax"),
  Mean: (backend, inputs, attributes) =>
    reduce("ReduceMean")(backend, { ...inputs, x: cast(backend, inputs.x, "float32") }, attributes),
  Min: reduce("ReduceMin"),
  NotEqual: (backend, { a, b }) => {
    const equal = record(backend, "Equal", [a, b], broadcast(a, b), {}, "bool");
    return record(backend, "Not", [equal], equal.shape);
  },
  OneHot: (backend, { indices }, { depth, onValue = 1, offValue = 0, dtype = "float32" }) => {
    if (onValue !== 1 || offValue !== 0) {
      throw new Error(`Cannot trace OneHot: values must be 1 and 0: got ${onValue}, ${offValue}`);
    }
    return oneHot(backend, indices, depth, dtype);
  },
  OnesLike: ({ builder }, { x }) => builder.fill(1, x),
  Pack: (backend, inputs, { axis }) => {
    const parts = operandsOf(inputs), along = axisOf(axis, [...parts[0].shape, 1]);
    const single = [...parts[0].shape.slice(0, along), 1, ...parts[0].shape.slice(along)];
    const shape = single.map((n, i) => i === along ? parts.length : n);
    const columns = parts.map((part) => reshape(backend, part, single));
    return record(backend, "Concat", columns, shape, { axis: along });
  },
  PadV2: (backend, { x }, { paddings, constantValue }) => {
    const before = paddings.map(([n]: number[]) => n), after = paddings.map(([, n]: number[]) => n);
    const value = backend.builder.fill(constantValue ?? 0, { shape: [], dtype: x.dtype });
    const shape = x.shape.map((n, i) => n + before[i] + after[i]);
    const inputs = [x, backend.builder.integers([...before, ...after]), value];
    return record(backend, "Pad", inputs, shape);
  },
  Reshape: (backend, { x }, { shape }) =>
    reshape(backend, x, tf.util.inferFromImplicitShape(shape, sizeOf(x.shape))),
  Rsqrt: (backend, { x }) =>
    record(backend, "Reciprocal", [record(backend, "Sqrt", [x], x.shape)], x.shape),
  Select: (backend, { condition, t, e }) =>
    record(backend, "Where", [condition, t, e], broadcast(t, e), {}, t.dtype),
  Slice: (backend, { x }, { begin, size }) => {
    const dense = { ...x, shape: [...x.shape] } as unknown as tf.TensorInfo;
    const params = tf.slice_util.parseSliceParams(dense as tf.Tensor, begin, size);
    const [starts, shape] = params as [number[], number[]];
    const ends = starts.map((start, i) => start + shape[i]!);
    const bounds = [starts, ends].map((numbers) => backend.builder.integers(numbers));
    return record(backend, "Slice", [x, ...bounds], shape);
  },
  Softmax: (backend, { logits }) =>
    record(backend, "Softmax", [logits], logits.shape, { axis: -1 }),
  SplitV: (backend, { x }, { numOrSizeSplits, axis }) => {
    const along = axisOf(axis, x.shape);
    const dense = { ...x, shape: [...x.shape] } as unknown as tf.Tensor;
    const sizes = tf.backend_util.prepareSplitSize(dense, numOrSizeSplits, along);
    return split(backend, x, sizes, along);
  },
  Square: (backend, { x }) => record(backend, "Mul", [x, x], x.shape),
  SquaredDifference: (backend, { a, b }) => {
    const difference = record(backend, "Sub", [a, b], broadcast(a, b));
    return record(backend, "Mul", [difference, difference], difference.shape);
  },
  Step: (backend, { x }, { alpha }) => {
    const scalar = (number: number) => backend.builder.fill(number, { shape: [], dtype: x.dtype });
    const [zero, one, low] = [scalar(0), scalar(1), scalar(alpha)];
    const isAbove = record(backend, "Greater", [x, zero], x.shape, {}, "bool");
    // NaN is neither above nor below, and stays.
    const isBelow = record(backend, "LessOrEqual", [x, zero], x.shape, {}, "bool");
    const below = record(backend, "Where", [isBelow, low, x], x.shape, {}, x.dtype);
    return record(backend, "Where", [isAbove, one, below], x.shape, {}, x.dtype);
  },
  Sum: reduce("ReduceSum"),
  Tile: (backend, { x }, { reps }) =>
    record(
      backend,
      "Tile",
      [x, backend.builder.integers(reps)],
      x.shape.map((n, i) => n * reps[i]),
    ),
  Transpose: (backend, { x }, { perm }) =>
    record(backend, "Transpose", [x], perm.map((i: number) => x.shape[i]), { perm }),
  Unpack: (backend, { value }, { axis }) => {
    const along = axisOf(axis, value.shape), shape = value.shape.toSpliced(along, 1);
    const ones = new Array(value.shape[along]).fill(1);
    return split(backend, value, ones, along).map((part) => reshape(backend, part, shape));
  },
  ZerosLike: ({ builder }, { x }) => builder.fill(0, x),
  _FusedMatMul: (backend, { a, b, bias }, { transposeA, transposeB, activation }) => {
    if (activation !== undefined && activation !== "linear") {
      throw new Error(`Cannot trace _FusedMatMul with activation "${activation}": apply it after`);
    }
    const product = matMul(backend, a, b, transposeA, transposeB);
    return bias === undefined
      ? product
      : record(backend, "Add", [product, bias], broadcast(product, bias));
  },
  [ONNX_KERNEL]: (backend, inputs, { op, domain, attributes, outputs, int64Inputs, body }) => {
    const operands = operandsOf(inputs).map((input, i) =>
      int64Inputs.includes(i) ? cast(backend, input, "int64") : input
    );
    return backend.builder.node(op, operands, outputs, attributes, domain, body);
  },
};

for (const [kernel, op] of Object.entries(UNARY)) {
  RECORDERS[kernel] = (backend, { x }) => record(backend, op, [x], x.shape);
}
for (const [kernel, op] of Object.entries(BINARY)) {
  RECORDERS[kernel] = (backend, { a, b }) => record(backend, op, [a, b], broadcast(a, b));
}
for (const [kernel, op] of Object.entries(COMPARISON)) {
  RECORDERS[kernel] = (backend, { a, b }) =>
    record(backend, op, [a, b], broadcast(a, b), {}, "bool");
}

/** Tells tfjs how the backend named `backendName` records every kernel. */
export function registerTraceKernels(backendName: string): void {
  for (const [kernelName, recorder] of Object.entries(RECORDERS)) {
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs, backend }) => {
        const tracer = backend as TraceBackend;
        const operands: Record<string, Value> = {};
        for (const [name, info] of Object.entries(inputs)) {
          // Optional operands of tfjs kernels are passed as undefined.
          if (info) operands[name] = tracer.traced(info as tf.TensorInfo);
        }
        const values = recorder(tracer, operands as Operands, attrs ?? {});
        return Array.isArray(values)
          ? values.map((value) => tracer.infoOf(value))
          : tracer.infoOf(values);
      },
    });
  }
}
