import type { Elements } from "../graph/bound_arrays.ts";
import { PRODUCT } from "../graph/fuse.ts";
import {
  type Attribute,
  type Body,
  type ConstantData,
  type DataType,
  type Graph,
  type Node,
  nodesOf,
  sizeOf,
  type TensorSpec,
  type Value,
} from "../graph/graph.ts";
import { bfloat16Bits } from "../graph/half.ts";
import { ProtobufWriter } from "./protobuf.ts";

/** Element types by their number in onnx.proto, `TensorProto.DataType`. */
const TYPE_NUMBER: Readonly<Record<DataType, number>> = {
  ...{ float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float16: 10, bfloat16: 16 },
};

/** Attribute types by their number in onnx.proto, `AttributeProto.AttributeType`. */
const FLOAT = 1, INT = 2, STRING = 3, GRAPH = 5, INTS = 7;

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

/** Shapes by name, in which a word stands for a free size; `null` is any shape. */
export type FreeShapes = Readonly<Record<string, readonly (number | string)[] | null>>;

function encodeShape(shape: readonly (number | string)[]): ProtobufWriter {
  const dimensions = new ProtobufWriter();
  for (const size of shape) {
    const dimension = new ProtobufWriter();
    if (typeof size === "number") dimension.integer(1, size);
    else dimension.text(2, size);
    dimensions.message(1, dimension);
  }
  return dimensions;
}

/** A tensor that goes into a graph or comes out of it. */
function encodeType(name: string, dtype: DataType, shape: FreeShapes[string]): ProtobufWriter {
  const tensor = new ProtobufWriter().integer(1, TYPE_NUMBER[dtype]);
  if (shape !== null) tensor.message(2, encodeShape(shape));
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
}

/** Elements of half the width; those of a bfloat16 are its bits. */
type HalfData = Float16Array | Uint16Array;

function materialise({ constant, shape, dtype }: Value): ConstantData | HalfData {
  if (typeof constant !== "number") return constant!;
  const size = sizeOf(shape);
  switch (dtype) {
    case "float32":
      return new Float32Array(size).fill(constant);
    case "float16":
      return new Float16Array(size).fill(constant);
    case "bfloat16":
      return new Uint16Array(size).fill(bfloat16Bits(constant));
    case "int64":
      return new BigInt64Array(size).fill(BigInt(constant));
    case "bool":
    case "uint8":
      return new Uint8Array(size).fill(constant);
    default:
      return new Int32Array(size).fill(constant);
  }
}

/** Where the file says that elements lie outside: `TensorProto.DataLocation`. */
const EXTERNAL = 1;

function encodeConstant(name: string, value: Value): ProtobufWriter {
  const { buffer, byteOffset, byteLength } = materialise(value);
  const writer = new ProtobufWriter();
  for (const size of value.shape) writer.integer(1, size);
  writer.integer(2, TYPE_NUMBER[value.dtype]).text(8, name);
  if (!value.isExternal) return writer.bytes(9, new Uint8Array(buffer, byteOffset, byteLength));
  for (const [key, text] of Object.entries({ location: name, length: `${byteLength}` })) {
    writer.message(13, new ProtobufWriter().text(1, key).text(2, text));
  }
  return writer.integer(14, EXTERNAL);
}

/** The plainest operator that does the work of a node: ONNX Runtime knows more about those. */
function plainest(node: Node): Pick<Node, "op" | "domain" | "attributes" | "part"> {
  const { op, inputs, attributes, part } = node;
  if (op !== PRODUCT) return node;
  const isPlain = !attributes.transA && !attributes.transB && attributes.alpha === undefined;
  if (isPlain) return { op: "MatMul", domain: "", attributes: {}, part };
  const isMatrix = inputs.every(({ shape }) => shape.length === 2);
  return isMatrix ? { op: "Gemm", domain: "", attributes, part } : node;
}

/** Constants whose elements lie beside a file, by the name that it has for them. */
export type ExternalConstants = Readonly<Record<string, TensorSpec & { readonly data: Elements }>>;

/** How a graph is written. */
export interface GraphOptions {
  /** Operator sets that the graph uses; those that it needs are added. */
  readonly domains: Set<string>;
  /** Shapes of inputs and outputs that are not those of the graph. @default {{}} */
  readonly shapes?: FreeShapes;
  /** Begins the names of all that the graph holds. @default {""} */
  readonly prefix?: string;
  /** Inputs that are not handed to the graph but read from the one around it. @default {{}} */
  readonly around?: Readonly<Record<string, string>>;
  /** Inputs in the order in which they are handed over. @default {undefined}, as they are read */
  readonly handed?: Readonly<Record<string, TensorSpec>>;
}

/** A graph as the file has it. */
export interface EncodedGraph {
  /** A `GraphProto`. */
  readonly writer: ProtobufWriter;
  /** Inputs that the graph really reads, by name. */
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  /** Constants whose elements are not in it, by the name that it has for them. */
  readonly external: ExternalConstants;
}

/** The graph that a Scan holds as an attribute. */
function encodeBody(
  { graph, handed }: Body,
  operands: readonly string[],
  specs: readonly TensorSpec[],
  { domains }: GraphOptions,
  prefix: string,
): ProtobufWriter {
  const indices = operands.map((_, i) => String(i));
  const { writer } = encodeGraph(graph, {
    ...{ domains, prefix },
    around: Object.fromEntries(indices.slice(handed).map((i) => [i, operands[Number(i)]!])),
    handed: Object.fromEntries(indices.slice(0, handed).map((i) => [i, specs[Number(i)]!])),
  });
  return new ProtobufWriter().text(1, "body").message(6, writer).integer(20, GRAPH);
}

/** Shapes of what a Scan's body is handed: states as they are, of the rest one element. */
function handedSpecs({ inputs, attributes, body }: Node): TensorSpec[] {
  const states = body!.handed - Number(attributes.num_scan_inputs);
  return inputs.map(({ shape, dtype }, i) => ({
    shape: i >= states && i < body!.handed ? shape.slice(1) : shape,
    dtype,
  }));
}

/** Writes a graph as part of an ONNX file. */
export function encodeGraph(graph: Graph, options: GraphOptions): EncodedGraph {
  const { domains, shapes = {}, prefix = "", around = {}, handed } = options;
  const writer = new ProtobufWriter(), initializers = new ProtobufWriter();
  const inputs: Record<string, TensorSpec> = { ...handed };
  const external: Record<string, ExternalConstants[string]> = {};
  // Results of a body may be called as its operands are.
  const outside = (name: string) => prefix === "" ? name : `${prefix}out/${name}`;
  const names = new Map<Value, string>();
  const copies: [name: string, value: Value][] = [];
  for (const [name, value] of Object.entries(graph.outputs)) {
    // The same value may be asked for under two names.
    if (value.node !== undefined && !names.has(value)) names.set(value, outside(name));
    else copies.push([name, value]);
  }
  const nameOf = (value: Value): string => {
    let name = names.get(value);
    if (name !== undefined) return name;
    const { input, constant, isExternal, shape, dtype, id } = value;
    name = input === undefined ? `${prefix}v${id}` : around[input] ?? `${prefix}${input}`;
    names.set(value, name);
    if (input !== undefined && around[input] === undefined) inputs[input] = { shape, dtype };
    if (constant !== undefined) initializers.message(5, encodeConstant(name, value));
    if (isExternal) external[name] = { shape, dtype, data: constant as Elements };
    return name;
  };
  let nodeCount = 0;
  const emit = (
    { op, attributes, domain, part }: Pick<Node, "op" | "attributes" | "domain" | "part">,
    operands: readonly string[],
    results: readonly string[],
    body?: ProtobufWriter,
  ) => {
    const node = new ProtobufWriter();
    for (const operand of operands) node.text(1, operand);
    for (const result of results) node.text(2, result);
    // Tools that show or time a model group its operators by what their names begin with.
    const place = part === undefined ? prefix : `${prefix}${part}/`;
    node.text(3, `${place}${op}_${nodeCount++}`).text(4, op);
    for (const [name, value] of Object.entries(attributes)) {
      node.message(5, encodeAttribute(name, value));
    }
    if (body !== undefined) node.message(5, body);
    if (domain !== "") node.text(7, domain);
    domains.add(domain);
    writer.message(1, node);
  };
  for (const node of nodesOf(graph)) {
    const operands = node.inputs.map(nameOf), { body } = node;
    const encoded = body &&
      encodeBody(body, operands, handedSpecs(node), options, `${prefix}scan${nodeCount}/`);
    emit(plainest(node), operands.slice(0, body?.handed), node.outputs.map(nameOf), encoded);
  }
  for (const [name, value] of copies) {
    const copy = { op: "Identity", attributes: {}, domain: "" };
    emit(copy, [nameOf(value)], [outside(name)]);
  }
  const shapeOf = (name: string, { shape }: TensorSpec) => {
    const given = shapes[name];
    return given === undefined ? shape : given;
  };
  writer.text(2, "proseco").raw(initializers);
  for (const [name, spec] of Object.entries(inputs)) {
    writer.message(11, encodeType(prefix + name, spec.dtype, shapeOf(name, spec)));
  }
  for (const [name, spec] of Object.entries(graph.outputs)) {
    writer.message(12, encodeType(outside(name), spec.dtype, shapeOf(name, spec)));
  }
  return { writer, inputs, external };
}
