import {
  type DataType,
  type Graph,
  type GraphBuilder,
  type Node,
  type Rewrite,
  rewriteGraph,
  sameShape,
  type Value,
} from "./graph.ts";

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Div: (a, b) => a / b,
  Max: Math.max,
  Min: Math.min,
  Mul: (a, b) => a * b,
  Pow: (a, b) => a ** b,
  Sub: (a, b) => a - b,
};

/** The right-hand operand that leaves the left-hand one as it is. */
const NEUTRAL: Readonly<Record<string, number>> = { Add: 0, Div: 1, Mul: 1, Pow: 1, Sub: 0 };

const COMMUTES = new Set(["Add", "Mul"]);

const uniformOf = ({ constant }: Value) => typeof constant === "number" ? constant : undefined;

function broadcastTo(x: Value, output: Value, builder: GraphBuilder): Value[] {
  if (sameShape(x.shape, output.shape)) return [x];
  return builder.node("Expand", [x, builder.integers(output.shape)], [output]);
}

/** An Expand whose work the broadcasting of the operation that reads it does anyway. */
function withoutExpand(x: Value, other: Value, output: Value): Value {
  const isRedundant = x.node?.op === "Expand" && sameShape(other.shape, output.shape) &&
    x.node.inputs[0]!.shape.length <= output.shape.length;
  return isRedundant ? x.node!.inputs[0]! : x;
}

function simplifyArithmetic(node: Node, builder: GraphBuilder): Value[] | undefined {
  const [a, b] = node.inputs as readonly [Value, Value], output = node.outputs[0]!;
  const left = uniformOf(a), right = uniformOf(b), neutral = NEUTRAL[node.op];
  if (left !== undefined && right !== undefined) {
    return [builder.fill(ARITHMETIC[node.op]!(left, right), output)];
  }
  if (right !== undefined && right === neutral) return broadcastTo(a, output, builder);
  if (left !== undefined && left === neutral && COMMUTES.has(node.op)) {
    return broadcastTo(b, output, builder);
  }
  if (node.op === "Mul" && (left === 0 || right === 0)) return [builder.fill(0, output)];
  if (node.op === "Pow" && right === 2) return builder.node("Mul", [a, a], [output]);
  const first = withoutExpand(a, b, output);
  const scalar = (number: number, dtype: DataType) => builder.fill(number, { shape: [], dtype });
  const operands = right !== undefined && sameShape(a.shape, output.shape)
    ? [a, scalar(right, b.dtype)]
    : left !== undefined && sameShape(b.shape, output.shape)
    ? [scalar(left, a.dtype), b]
    : [first, withoutExpand(b, first, output)];
  return builder.node(node.op, operands, [output]);
}

/** A number as an element of another type. */
function castTo({ dtype }: Value, number: number): number {
  if (dtype === "bool") return Number(number !== 0);
  return dtype === "float32" ? number : Math.trunc(number);
}

const simplifyNode: Rewrite = (node, builder) => {
  const [x] = node.inputs, [output] = node.outputs;
  // An operator without operands is left alone.
  if (x === undefined || output === undefined) return undefined;
  const uniform = uniformOf(x);
  switch (node.op) {
    case "Reshape":
      if (sameShape(x.shape, output.shape)) return [x];
      if (uniform !== undefined) return [builder.fill(uniform, output)];
      if (x.node?.op === "Reshape") {
        const source = x.node.inputs[0]!;
        if (sameShape(source.shape, output.shape)) return [source];
        return builder.node("Reshape", [source, node.inputs[1]!], [output]);
      }
      return undefined;
    case "Expand":
    case "Tile":
      if (sameShape(x.shape, output.shape)) return [x];
      return uniform === undefined ? undefined : [builder.fill(uniform, output)];
    case "Cast":
      return uniform === undefined ? undefined : [builder.fill(castTo(output, uniform), output)];
    case "Slice":
      if (sameShape(x.shape, output.shape)) return [x];
      return uniform === undefined ? undefined : [builder.fill(uniform, output)];
    case "Transpose":
      return (node.attributes.perm as readonly number[]).every((axis, i) => axis === i)
        ? [x]
        : undefined;
    default:
      return node.op in ARITHMETIC ? simplifyArithmetic(node, builder) : undefined;
  }
};

/**
 * Removes work that a recorded graph does not need: arithmetic on numbers that are known, neutral
 * operands, copies, repeated subexpressions and results that nothing reads.
 */
export function simplify(graph: Graph): Graph {
  return rewriteGraph(graph, simplifyNode);
}
