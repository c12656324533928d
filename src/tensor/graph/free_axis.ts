import {
  type Graph,
  type GraphBuilder,
  type Node,
  nodesOf,
  rewriteGraph,
  sameShape,
  type Value,
} from "./graph.ts";

/** One program recorded twice, with two sizes of the axis that is to be free. */
export interface Recordings {
  /** The two graphs. */
  readonly graphs: readonly [Graph, Graph];
  /** Size of the axis in each; primes that divide no other size tell it from all others. */
  readonly sizes: readonly [number, number];
  /** Input whose first axis it is. */
  readonly input: string;
}

/** A multiple of the free size, or a number that does not depend on it. */
export type Extent = { readonly times: number } | number;

/** A graph that runs for every size of an axis. */
export interface FreeGraph {
  /** The graph; the shapes of its values are those of the first recording. */
  readonly graph: Graph;
  /** Shapes of its inputs and outputs by name. */
  readonly shapes: Readonly<Record<string, readonly Extent[]>>;
}

/** Shapes by name, with a word for the free size. */
export function namedShapes(
  shapes: FreeGraph["shapes"],
  axis: string,
): Record<string, (number | string)[]> {
  const named = (extent: Extent) => {
    if (typeof extent === "number") return extent;
    return extent.times === 1 ? axis : `${extent.times}*${axis}`;
  };
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, shape.map(named)]),
  );
}

/** A shape for one value of the free size. */
export function shapeFor(shape: readonly Extent[], size: number): number[] {
  return shape.map((extent) => typeof extent === "number" ? extent : extent.times * size);
}

/** How a number that a recording holds depends on the free size. */
function extentOf([a, b]: readonly [number, number], sizes: Recordings["sizes"]): Extent {
  if (a === b) return a;
  const times = a / sizes[0];
  if (Number.isInteger(times) && times * sizes[1] === b) return { times };
  throw new Error(`Cannot free an axis: ${a} is no multiple of its size, ${sizes[0]}`);
}

const numbersOf = ({ constant }: Value) => Array.from(constant as BigInt64Array, Number);

/** A list of integers that the program computes from the size of its input. */
function computed(extents: readonly Extent[], input: Value, builder: GraphBuilder): Value {
  const one = { shape: [1], dtype: "int64" } as const;
  const parts = extents.map((extent) => {
    if (typeof extent === "number") return builder.integers([extent]);
    const [size] = builder.node("Shape", [input], [one], { start: 0, end: 1 });
    if (extent.times === 1) return size;
    return builder.node("Mul", [size, builder.integers([extent.times])], [one])[0];
  });
  const spec = { shape: [parts.length], dtype: "int64" } as const;
  return builder.node("Concat", parts, [spec], { axis: 0 })[0];
}

/** What stands for an operand that may hold the free size. */
function freeOperand(
  operand: Value,
  [first, second]: readonly [Value, Value],
  isShape: boolean,
  sizes: Recordings["sizes"],
  input: () => Value,
  builder: GraphBuilder,
): Value {
  if (first.constant === undefined) return operand;
  if (first.dtype !== "int64") {
    if (sameShape(first.shape, second.shape)) return operand;
    throw new Error(`Cannot free an axis: a constant [${first.shape}] has it`);
  }
  const others = numbersOf(second);
  const extents = numbersOf(first).map((n, i) => extentOf([n, others[i]!], sizes));
  const free = extents.filter((extent) => typeof extent !== "number").length;
  if (free === 0) return operand;
  // Reshape finds one size by itself, which is easier to read in a viewer.
  if (isShape && free === 1) {
    return builder.integers(extents.map((extent) => typeof extent === "number" ? extent : -1));
  }
  return computed(extents, input(), builder);
}

/** Inputs and outputs of a graph by name. */
function interfacesOf(graph: Graph): Map<string, Value> {
  const values = nodesOf(graph).flatMap(({ inputs }) => inputs);
  const inputs = values.flatMap((value): [string, Value][] =>
    value.input === undefined ? [] : [[value.input, value]]
  );
  return new Map([...inputs, ...Object.entries(graph.outputs)]);
}

/**
 * Makes one graph of two recordings of a program that runs for every size of an axis.
 *
 * @throws {Error} If the recordings differ in more than this size.
 */
export function freeAxis({ graphs: [first, second], sizes, input }: Recordings): FreeGraph {
  const nodes = nodesOf(first), others = nodesOf(second);
  if (nodes.length !== others.length || nodes.some(({ op }, i) => op !== others[i]!.op)) {
    throw new Error("Cannot free an axis: the program does something else for another size");
  }
  const interfaces = [interfacesOf(first), interfacesOf(second)] as const;
  const partners = new Map<Node, Node>(nodes.map((node, i) => [node, others[i]!]));
  const graph = rewriteGraph(first, (copy, builder, node) => {
    const { op, inputs, outputs, attributes, domain, body } = copy, partner = partners.get(node)!;
    const operands = inputs.map((operand, i) =>
      freeOperand(
        operand,
        [node.inputs[i]!, partner.inputs[i]!],
        op === "Reshape" && i === 1,
        sizes,
        () => builder.input(input, interfaces[0].get(input)!),
        builder,
      )
    );
    return builder.node(op, operands, outputs, attributes, domain, body);
  });
  const shapes = [...interfaces[0]].map(([name, { shape }]) => {
    const other = interfaces[1].get(name)!.shape;
    return [name, shape.map((n, i) => extentOf([n, other[i]!], sizes))] as const;
  });
  return { graph, shapes: Object.fromEntries(shapes) };
}
