/** Element types of the graph: those of ONNX that the kernels need. */
export type DataType = "float32" | "int32" | "int64" | "bool" | "uint8" | NarrowType;

/** Floating-point types of half the width, in which parts of a graph may be computed. */
export type NarrowType = "float16" | "bfloat16";

/** Elements of a constant; `bool` is stored as bytes. */
export type ConstantData = Float32Array | Int32Array | BigInt64Array | Uint8Array;

/** A floating-point attribute; plain numbers are integer attributes, as in ONNX. */
export interface FloatAttribute {
  /** The value, rounded to float32 when written. */
  readonly float: number;
}

/** An attribute of a node. */
export type Attribute = number | string | readonly number[] | FloatAttribute;

/** What is known of a tensor before it is computed. */
export interface TensorSpec {
  /** Size of each axis. */
  readonly shape: readonly number[];
  /** Element type. */
  readonly dtype: DataType;
}

/** An edge of the graph: an input, a constant or an output of a node. */
export interface Value extends TensorSpec {
  /** Unique in its graph, in the order of recording. */
  readonly id: number;
  /** The node that computes it. */
  readonly node?: Node;
  /** Name, if it is fed from outside. */
  readonly input?: string;
  /** Elements, if known; a number stands for that number everywhere. */
  readonly constant?: ConstantData | number;
  /** Whether these lie beside the file of the graph, not in it. @default {false} */
  readonly isExternal?: boolean;
}

/** What a `Scan` does for each element of what it scans. */
export interface Body {
  /** Reads inputs named `0`, `1`, …, the operands of the node, and gives results named alike. */
  readonly graph: Graph;
  /** Number of operands that it is handed; those after them it reads where they lie. */
  readonly handed: number;
}

/** One ONNX operator. */
export interface Node {
  /** ONNX operator name, such as `MatMul`. */
  readonly op: string;
  /** Operator set; empty for ONNX's own. */
  readonly domain: string;
  /** Operands. */
  readonly inputs: readonly Value[];
  /** Attributes by name. */
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Results. */
  readonly outputs: Value[];
  /** What a `Scan` runs. @default {undefined} */
  readonly body?: Body;
  /** Part of the program that it is of. @default {undefined} */
  readonly part?: string;
}

/** A recorded computation: its results by name lead to everything else. */
export interface Graph {
  /** Results by name. */
  readonly outputs: Readonly<Record<string, Value>>;
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** Whether two shapes are the same. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}

/** Nodes that the outputs need, each after those it reads. */
export function nodesOf(graph: Graph): Node[] {
  const needed = new Set<Node>();
  const pending = Object.values(graph.outputs);
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (value.node === undefined || needed.has(value.node)) continue;
    needed.add(value.node);
    pending.push(...value.node.inputs);
  }
  return [...needed].sort((a, b) => a.outputs[0]!.id - b.outputs[0]!.id);
}

/** How many operands and graph outputs read each value. */
export function countUses(graph: Graph): Map<Value, number> {
  const uses = new Map<Value, number>();
  const use = (value: Value) => uses.set(value, (uses.get(value) ?? 0) + 1);
  Object.values(graph.outputs).forEach(use);
  for (const node of nodesOf(graph)) node.inputs.forEach(use);
  return uses;
}

/** As many results as there are specs. */
export type Results<Specs extends readonly TensorSpec[], Result> = {
  -readonly [Index in keyof Specs]: Result;
};

/** Makes values and nodes; a node that was made before with the same operands is not made again. */
export class GraphBuilder {
  /** Part of the program that new nodes are of. */
  part: string | undefined;
  #nextId = 0;
  #nodes = new Map<string, Node>();
  #fills = new Map<string, Value>();

  /** Declares a tensor that is fed from outside. */
  input(name: string, spec: TensorSpec): Value {
    return { id: this.#nextId++, shape: [...spec.shape], dtype: spec.dtype, input: name };
  }

  /**
   * A tensor with known elements.
   *
   * @param spec With `isExternal`, the elements lie beside the file of the graph.
   */
  constant(data: ConstantData, spec: TensorSpec & Pick<Value, "isExternal">): Value {
    const { shape, dtype, isExternal } = spec, id = this.#nextId++;
    return { id, shape: [...shape], dtype, constant: data, ...(isExternal && { isExternal }) };
  }

  /** A tensor with one number everywhere; it costs nothing until a node needs it whole. */
  fill(number: number, spec: TensorSpec): Value {
    const key = `${number}|${spec.dtype}|${spec.shape}`;
    let value = this.#fills.get(key);
    if (value === undefined) {
      value = { id: this.#nextId++, shape: [...spec.shape], dtype: spec.dtype, constant: number };
      this.#fills.set(key, value);
    }
    return value;
  }

  /** A list of integers as ONNX wants shapes, axes and bounds. */
  integers(numbers: readonly number[]): Value {
    const key = `integers|${numbers}`;
    let value = this.#fills.get(key);
    if (value === undefined) {
      const data = BigInt64Array.from(numbers, BigInt);
      value = this.constant(data, { shape: [numbers.length], dtype: "int64" });
      this.#fills.set(key, value);
    }
    return value;
  }

  /** Adds a node and returns its outputs. */
  node<const Outputs extends readonly TensorSpec[]>(
    op: string,
    inputs: readonly Value[],
    outputs: Outputs,
    attributes: Readonly<Record<string, Attribute>> = {},
    domain = "",
    body?: Body,
  ): Results<Outputs, Value> {
    const specs = outputs.map(({ shape, dtype }) => `${shape}:${dtype}`);
    const operands = inputs.map(({ id }) => id);
    // Bodies are not compared: each is new.
    const key = JSON.stringify([op, domain, operands, attributes, specs, body && this.#nextId]);
    let node = this.#nodes.get(key);
    if (node === undefined) {
      node = {
        ...{ op, domain, inputs: [...inputs], attributes, outputs: [] },
        ...(body && { body }),
        ...(this.part !== undefined && { part: this.part }),
      };
      for (const { shape, dtype } of outputs) {
        node.outputs.push({ id: this.#nextId++, shape: [...shape], dtype, node });
      }
      this.#nodes.set(key, node);
    }
    return node.outputs as Results<Outputs, Value>;
  }
}

/**
 * Decides what stands for a node in the new graph; `undefined` keeps it. `node` reads values of the
 * new graph, `original` is the same node of the old one.
 */
export type Rewrite = (
  node: Node,
  builder: GraphBuilder,
  original: Node,
) => readonly Value[] | undefined;

/**
 * Rebuilds a graph node by node, in order; nodes that nothing reads any more fall away.
 *
 * @param finish Decides what stands for a value that the graph gives. @default {the value itself}
 */
export function rewriteGraph(
  graph: Graph,
  rewrite: Rewrite,
  finish: (value: Value, builder: GraphBuilder) => Value = (value) => value,
): Graph {
  const builder = new GraphBuilder();
  const replaced = new Map<Value, Value>();
  const carry = (value: Value): Value => {
    let carried = replaced.get(value);
    if (carried === undefined) {
      carried = value.input !== undefined
        ? builder.input(value.input, value)
        : typeof value.constant === "number"
        ? builder.fill(value.constant, value)
        : builder.constant(value.constant!, value);
      replaced.set(value, carried);
    }
    return carried;
  };
  for (const node of nodesOf(graph)) {
    const inputs = node.inputs.map(carry);
    builder.part = node.part;
    const outputs = rewrite({ ...node, inputs }, builder, node) ??
      builder.node(node.op, inputs, node.outputs, node.attributes, node.domain, node.body);
    node.outputs.forEach((value, i) => replaced.set(value, outputs[i]!));
  }
  return {
    outputs: Object.fromEntries(
      Object.entries(graph.outputs).map(([name, value]) => [name, finish(carry(value), builder)]),
    ),
  };
}
