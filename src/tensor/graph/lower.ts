import { type Graph, type GraphBuilder, type Node, rewriteGraph, type Value } from "./graph.ts";
import { standardProduct } from "./standard.ts";

/** Parts into which a device that binds twelve arrays to a shader can split one, with room for others. */
const MOST_PARTS = 10;

/** Computes a node by other operators; `undefined` where the node may stay. */
type Replacement = (node: Node, builder: GraphBuilder) => readonly Value[] | undefined;

/** What computes an operator of which a device has no kernel, or a wrong one. */
const REPLACEMENTS = {
  /** Of matrices it is written as Gemm, which is ONNX's own. */
  FusedMatMul: (node, builder) =>
    node.inputs.every(({ shape }) => shape.length === 2)
      ? undefined
      : standardProduct(node, builder),
  /** NaN is not below 0 and stays. */
  Relu({ inputs: [x], outputs: [y] }, builder) {
    const zero = builder.fill(0, { shape: [], dtype: x!.dtype });
    const [isBelow] = builder.node("LessOrEqual", [x!, zero], [{ ...y!, dtype: "bool" }]);
    return builder.node("Where", [isBelow, zero, x!], [y!]);
  },
  Split({ inputs: [x, sizes], attributes, outputs }, builder) {
    if (outputs.length <= MOST_PARTS || !(sizes?.constant instanceof BigInt64Array)) {
      return undefined;
    }
    const axes = builder.integers([attributes.axis as number]);
    let at = 0;
    return Array.from(sizes.constant, (size, i) => {
      const start = builder.integers([at]), end = builder.integers([at += Number(size)]);
      return builder.node("Slice", [x!, start, end, axes], [outputs[i]!])[0];
    });
  },
} as const satisfies Record<string, Replacement>;

/** An operator that others can stand for. */
export type ReplacedOperator = keyof typeof REPLACEMENTS;

/**
 * Replaces operators by others.
 *
 * @param operators Those that are replaced, where the device needs it.
 */
export function lower(graph: Graph, operators: readonly ReplacedOperator[]): Graph {
  if (operators.length === 0) return graph;
  const replaced = new Set<string>(operators);
  return rewriteGraph(graph, (node, builder) => {
    if (replaced.has(node.op)) return REPLACEMENTS[node.op as ReplacedOperator](node, builder);
    const { op, inputs, outputs, attributes, domain, body } = node;
    if (body === undefined) return undefined;
    const within = { ...body, graph: lower(body.graph, operators) };
    return builder.node(op, inputs, outputs, attributes, domain, within);
  });
}
