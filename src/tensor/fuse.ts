import {
  type Attribute,
  countUses,
  type FloatAttribute,
  type Graph,
  type Node,
  type Rewrite,
  rewriteGraph,
  sameShape,
  type Value,
} from "./graph.ts";

/** The matrix product of ONNX Runtime that can transpose its operands and scale its result. */
export const PRODUCT = "FusedMatMul";

/** Whether a Transpose swaps the last two axes and nothing else. */
function swapsLastAxes({ op, attributes }: Node): boolean {
  if (op !== "Transpose") return false;
  const perm = attributes.perm as readonly number[], rank = perm.length;
  return perm.every((axis, i) => axis === (i < rank - 2 ? i : 2 * rank - 3 - i));
}

/** Lets matrix products read transposed operands where they lie. */
const absorbTransposes: Rewrite = (node, builder) => {
  if (node.op !== PRODUCT) return undefined;
  const attributes: Record<string, Attribute> = { ...node.attributes };
  const inputs = node.inputs.map((input, i) => {
    if (input.node === undefined || !swapsLastAxes(input.node)) return input;
    const flag = i === 0 ? "transA" : "transB";
    attributes[flag] = 1 - Number(attributes[flag]);
    return input.node.inputs[0];
  });
  return builder.node(PRODUCT, inputs, node.outputs, attributes, node.domain);
};

/** Operator, operands and attributes of the node that stands for two. */
type Merged = [op: string, inputs: Value[], attributes: Record<string, Attribute>];

/** Replaces `op(x, y)` where `x` is a matrix product that nothing else reads. */
function absorbInto(
  op: string,
  uses: ReadonlyMap<Value, number>,
  absorb: (product: Node, other: Value, node: Node) => Merged | undefined,
): Rewrite {
  return (node, builder, original) => {
    if (node.op !== op) return undefined;
    for (const [i, input] of node.inputs.entries()) {
      const isOnlyReader = input.node?.op === PRODUCT && uses.get(original.inputs[i]) === 1;
      const absorbed = isOnlyReader && absorb(input.node, node.inputs[1 - i], node);
      if (!absorbed) continue;
      const [name, inputs, attributes] = absorbed;
      return builder.node(
        name,
        inputs,
        node.outputs,
        attributes,
        name === PRODUCT ? "com.microsoft" : "",
      );
    }
    return undefined;
  };
}

/** Folds a multiplication by a known number into the product's own scale. */
function absorbScales(graph: Graph): Graph {
  return rewriteGraph(
    graph,
    absorbInto("Mul", countUses(graph), ({ inputs, attributes, outputs }, { constant }, node) => {
      const isSame = sameShape(outputs[0].shape, node.outputs[0].shape);
      if (typeof constant !== "number" || !isSame) return undefined;
      const alpha = (attributes.alpha as FloatAttribute | undefined)?.float ?? 1;
      return [PRODUCT, [...inputs], { ...attributes, alpha: { float: alpha * constant } }];
    }),
  );
}

/** Folds the addition of a bias, or of another matrix, into a two-dimensional product. */
function absorbSums(graph: Graph): Graph {
  return rewriteGraph(
    graph,
    absorbInto("Add", countUses(graph), ({ inputs, attributes, outputs }, addend, node) => {
      const [product] = outputs;
      const isMatrix = inputs.every(({ shape }) => shape.length === 2) &&
        sameShape(product.shape, node.outputs[0].shape);
      return isMatrix ? ["Gemm", [...inputs, addend], { ...attributes }] : undefined;
    }),
  );
}

/** Merges operations into the matrix products beside them, where ONNX Runtime can run them as one. */
export function fuse(graph: Graph): Graph {
  return absorbSums(absorbScales(rewriteGraph(graph, absorbTransposes)));
}
