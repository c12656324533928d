import { PRODUCT } from "./fuse.ts";
import { type Graph, type GraphBuilder, rewriteGraph, type Value } from "./graph.ts";

/** A matrix, or many, with its last two axes swapped. */
function transposed(x: Value, builder: GraphBuilder): Value {
  const rank = x.shape.length, perm = x.shape.map((_, i) => i);
  perm.push(...perm.splice(rank - 2).reverse());
  const spec = { shape: perm.map((axis) => x.shape[axis]!), dtype: x.dtype };
  return builder.node("Transpose", [x], [spec], { perm })[0];
}

/**
 * Replaces ONNX Runtime's own operators by those of the ONNX standard, which every runtime knows. For
 * graphs that were not fused.
 */
export function toStandardOperators(graph: Graph): Graph {
  return rewriteGraph(graph, ({ op, inputs, attributes, outputs }, builder) => {
    if (op !== PRODUCT) return undefined;
    const [a, b] = inputs as readonly [Value, Value];
    const left = attributes.transA ? transposed(a, builder) : a;
    const right = attributes.transB ? transposed(b, builder) : b;
    return builder.node("MatMul", [left, right], outputs);
  });
}
