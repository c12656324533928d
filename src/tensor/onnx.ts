import { PRODUCT } from "./fuse.ts";
import {
  type Attribute,
  type ConstantData,
  type DataType,
  type Graph,
  type Node,
  nodesOf,
  sizeOf,
  type TensorSpec,
  type Value,
} from "./graph.ts";
import { ProtobufWriter } from "./protobuf.ts";

// Versions of the ONNX standard: the first operator set with RotaryEmbedding, and its file format.
const OPERATOR_SET = 23, IR_VERSION = 10;

/** Element types by their number in onnx.proto, `TensorProto.DataType`. */
const TYPE_NUMBER: Readonly<Record<DataType, number>> = { float32: 1, int32: 6, int64: 7, bool: 9 };

/** Attribute types by their number in onnx.proto, `AttributeProto.AttributeType`. */
const FLOAT = 1, INT = 2, STRING = 3, INTS = 7;

/** An ONNX model and what it reads. */
export interface OnnxModel {
  /** A whole `.onnx` file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Inputs that the graph really reads, by name. */
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  /** Outputs by name. */
  readonly outputs: Readonly<Record<string, TensorSpec>>;
}

function encodeAttribute(name: string, value: Attribute): ProtobufWriter {
  const writer = new ProtobufWriter().text(1, name);
  if (typeof value === "string") {
    // Cast names its target; the file wants the number.
    return name === "to"
      ? writer.integer(3, TYPE_NUMBER[value as DataType]).integer(20, INT)
      : writer.text(4, value).integer(20, STRING);
  }
  if (typeof value === "number") return writer.integer(3, value).integer(20, INT);
  if ("float" in value) return writer.float(2, value.float).integer(20, FLOAT);
  for (const item of value) writer.integer(8, item);
  return writer.integer(20, INTS);
}

function encodeType(name: string, { shape, dtype }: TensorSpec): ProtobufWriter {
  const dimensions = new ProtobufWriter();
  for (const size of shape) dimensions.message(1, new ProtobufWriter().integer(1, size));
  const tensor = new ProtobufWriter().integer(1, TYPE_NUMBER[dtype]).message(2, dimensions);
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
}

function materialise({ constant, shape, dtype }: Value): ConstantData {
  if (typeof constant !== "number") return constant!;
  const size = sizeOf(shape);
  switch (dtype) {
    case "float32":
      return new Float32Array(size).fill(constant);
    case "int64":
      return new BigInt64Array(size).fill(BigInt(constant));
    case "bool":
      return new Uint8Array(size).fill(constant);
    default:
      return new Int32Array(size).fill(constant);
  }
}

function encodeConstant(name: string, value: Value): ProtobufWriter {
  const { buffer, byteOffset, byteLength } = materialise(value);
  const writer = new ProtobufWriter();
  for (const size of value.shape) writer.integer(1, size);
  writer.integer(2, TYPE_NUMBER[value.dtype]).text(8, name);
  return writer.bytes(9, new Uint8Array(buffer, byteOffset, byteLength));
}

/** The plainest operator that does the work of a node: ONNX Runtime knows more about those. */
function plainest(node: Node): Pick<Node, "op" | "domain" | "attributes"> {
  const { op, inputs, attributes } = node;
  if (op !== PRODUCT) return node;
  const isPlain = !attributes.transA && !attributes.transB && attributes.alpha === undefined;
  if (isPlain) return { op: "MatMul", domain: "", attributes: {} };
  const isMatrix = inputs.every(({ shape }) => shape.length === 2);
  return isMatrix ? { op: "Gemm", domain: "", attributes } : node;
}

/** Writes a graph as an ONNX file. */
export function encodeOnnx(graph: Graph): OnnxModel {
  const body = new ProtobufWriter(), initializers = new ProtobufWriter();
  const inputs: Record<string, TensorSpec> = {};
  const names = new Map<Value, string>();
  const copies: [name: string, value: Value][] = [];
  for (const [name, value] of Object.entries(graph.outputs)) {
    if (value.node !== undefined && !names.has(value)) names.set(value, name);
    else copies.push([name, value]);
  }
  const nameOf = (value: Value): string => {
    let name = names.get(value);
    if (name !== undefined) return name;
    name = value.input ?? `v${value.id}`;
    names.set(value, name);
    if (value.input !== undefined) inputs[name] = { shape: value.shape, dtype: value.dtype };
    if (value.constant !== undefined) initializers.message(5, encodeConstant(name, value));
    return name;
  };
  let nodeCount = 0;
  const emit = (
    op: string,
    operands: readonly string[],
    results: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    domain = "",
  ) => {
    const writer = new ProtobufWriter();
    for (const operand of operands) writer.text(1, operand);
    for (const result of results) writer.text(2, result);
    writer.text(3, `${op}_${nodeCount++}`).text(4, op);
    for (const [name, value] of Object.entries(attributes)) {
      writer.message(5, encodeAttribute(name, value));
    }
    if (domain !== "") writer.text(7, domain);
    body.message(1, writer);
  };
  for (const node of nodesOf(graph)) {
    const { op, domain, attributes } = plainest(node);
    emit(op, node.inputs.map(nameOf), node.outputs.map(nameOf), attributes, domain);
  }
  for (const [name, value] of copies) emit("Identity", [nameOf(value)], [name]);
  body.text(2, "proseco");
  return {
    bytes: encodeModel(body, initializers, inputs, graph),
    inputs,
    outputs: graph.outputs,
  };
}

function encodeModel(
  body: ProtobufWriter,
  initializers: ProtobufWriter,
  inputs: Readonly<Record<string, TensorSpec>>,
  graph: Graph,
): Uint8Array<ArrayBuffer> {
  const interfaces = new ProtobufWriter();
  for (const [name, spec] of Object.entries(inputs)) interfaces.message(11, encodeType(name, spec));
  for (const [name, spec] of Object.entries(graph.outputs)) {
    interfaces.message(12, encodeType(name, spec));
  }
  return new ProtobufWriter()
    .integer(1, IR_VERSION)
    .text(2, "proseco")
    .message(7, body.raw(initializers).raw(interfaces))
    .message(8, new ProtobufWriter().text(1, "").integer(2, OPERATOR_SET))
    .message(8, new ProtobufWriter().text(1, "com.microsoft").integer(2, 1))
    .finish();
}
