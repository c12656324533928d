import { PRODUCT } from "./fuse.ts";
import {
  type FloatAttribute,
  type Graph,
  type GraphBuilder,
  type Node,
  rewriteGraph,
  type Value,
} from "./graph.ts";

/** A matrix, or many, with its last two axes swapped. */
function transposed(x: Value, builder: GraphBuilder): Value {
  const rank = x.shape.length, perm = x.shape.map((_, i) => i);
  perm.push(...perm.splice(rank - 2).reverse());
  const spec = { shape: perm.map((axis) => x.shape[axis]!), dtype: x.dtype };
  return builder.node("Transpose", [x], [spec], { perm })[0];
}

/** A matrix product of ONNX Runtime's own by operators of the ONNX standard. */
export function standardProduct(
  { inputs, attributes, outputs }: Node,
  builder: GraphBuilder,
): readonly Value[] {
  const [a, b] = inputs as readonly [Value, Value], [output] = outputs as readonly Value[];
  const left = attributes.transA ? transposed(a, builder) : a;
  const right = attributes.transB ? transposed(b, builder) : b;
  const product = builder.node("MatMul", [left, right], [output!]);
  const alpha = attributes.alpha as FloatAttribute | undefined;
  if (alpha === undefined) return product;
  const scale = builder.fill(alpha.float, { shape: [], dtype: output!.dtype });
  return builder.node("Mul", [product[0], scale], [output!]);
}

/** Replaces ONNX Runtime's own operators by those of the ONNX standard, which every runtime knows. */
export function toStandardOperators(graph: Graph): Graph {
  return rewriteGraph(
    graph,
    (node, builder) => node.op === PRODUCT ? standardProduct(node, builder) : undefined,
  );
}
