import {
  type Attribute,
  countUses,
  type FloatAttribute,
  type Graph,
  type Node,
  type Rewrite,
  rewriteGraph,
  sameShape,
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
    return input.node.inputs[0]!;
  });
  return builder.node(PRODUCT, inputs, node.outputs, attributes, node.domain);
};

/** Folds the multiplication of a product that nothing else reads by a known number into its own scale. */
function absorbScales(graph: Graph): Graph {
  const uses = countUses(graph);
  return rewriteGraph(graph, (node, builder, original) => {
    if (node.op !== "Mul") return undefined;
    for (const [i, { node: product }] of node.inputs.entries()) {
      const { constant } = node.inputs[1 - i]!;
      if (product?.op !== PRODUCT || uses.get(original.inputs[i]!) !== 1) continue;
      if (typeof constant !== "number") continue;
      if (!sameShape(product.outputs[0]!.shape, node.outputs[0]!.shape)) continue;
      const alpha = (product.attributes.alpha as FloatAttribute | undefined)?.float ?? 1;
      const attributes = { ...product.attributes, alpha: { float: alpha * constant } };
      return builder.node(PRODUCT, product.inputs, node.outputs, attributes, product.domain);
    }
    return undefined;
  });
}

/**
 * Adds the rows of a matrix up by a product with ones, which takes ONNX Runtime half the time that its
 * sums take.
 */
const addRowsByProducts: Rewrite = ({ op, inputs: [x, axes], outputs: [sum] }, builder) => {
  if (op !== "ReduceSum" || x === undefined || sum === undefined) return undefined;
  const [rows, columns] = x.shape;
  const isMatrix = x.shape.length === 2 && rows !== undefined && columns !== undefined;
  if (!isMatrix || x.dtype !== "float32" || String(axes?.constant) !== "0") return undefined;
  const ones = builder.fill(1, { shape: [1, rows], dtype: x.dtype });
  const spec = { shape: [1, columns], dtype: x.dtype };
  const attributes = { transA: 0, transB: 0 };
  const product = builder.node(PRODUCT, [ones, x], [spec], attributes, "com.microsoft");
  if (sameShape(spec.shape, sum.shape)) return product;
  return builder.node("Reshape", [product[0], builder.integers(sum.shape)], [sum]);
};

/** Options for {@linkcode fuse}. */
export interface FuseOptions {
  /** Whether the graph runs for other sizes than the recorded ones. @default {false} */
  readonly free?: boolean;
}

/**
 * Merges operations into the matrix products beside them, where ONNX Runtime runs them faster so. It
 * adds a bias, or another matrix, more slowly within a product than after it.
 */
export function fuse(graph: Graph, { free = false }: FuseOptions = {}): Graph {
  // The ones that rows are added up by are as many as the rows that were recorded.
  const summed = free ? graph : rewriteGraph(graph, addRowsByProducts);
  return absorbScales(rewriteGraph(summed, absorbTransposes));
}
