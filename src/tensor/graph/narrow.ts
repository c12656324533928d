import {
  type DataType,
  type Graph,
  type GraphBuilder,
  type NarrowType,
  type Node,
  rewriteGraph,
  type TensorSpec,
  type Value,
} from "./graph.ts";
import { roundedTo } from "./half.ts";

/** Which operators are computed in half the width. */
export interface NarrowOperators {
  /** Those that always are: what they read is rounded. */
  readonly always: readonly string[];
  /** Those that are where all that they read is. */
  readonly following: readonly string[];
}

/** A value with its elements as another type. */
function castTo(dtype: DataType, value: Value, builder: GraphBuilder): Value {
  const { shape, constant } = value;
  if (value.dtype === dtype) return value;
  if (typeof constant === "number") {
    const isHalf = value.dtype === "float16" || value.dtype === "bfloat16";
    return builder.fill(isHalf ? roundedTo(value.dtype, constant) : constant, { shape, dtype });
  }
  return builder.node("Cast", [value], [{ shape, dtype }], { to: dtype })[0];
}

/** Whether a node says that what it reads is wanted in float32, whatever computes it. */
function isBarrier({ op, attributes }: Node): boolean {
  return op === "Cast" && attributes.to === "float32";
}

/**
 * Lets operators compute in half the width and all others in float32, with a cast where the two meet.
 * What the graph gives, and what is cast to float32 within, is float32 again.
 */
export function narrow(
  graph: Graph,
  type: NarrowType,
  { always, following }: NarrowOperators,
): Graph {
  const isFloat = ({ dtype }: Value) => dtype === "float32" || dtype === type;
  return rewriteGraph(
    graph,
    (node, builder) => {
      const { op, inputs, outputs, attributes, domain, body } = node;
      const computed = inputs.filter((value) => isFloat(value) && value.constant === undefined);
      const isNarrow = always.includes(op) ||
        (following.includes(op) && computed.length > 0 &&
          computed.every(({ dtype }) => dtype === type));
      const dtype = isNarrow ? type : "float32";
      const operands = inputs.map((x) => isFloat(x) ? castTo(dtype, x, builder) : x);
      if (isBarrier(node) && operands[0]!.dtype === "float32") return operands;
      const results = outputs.map((x): TensorSpec =>
        x.dtype === "float32" ? { shape: x.shape, dtype } : x
      );
      return builder.node(op, operands, results, attributes, domain, body);
    },
    (value, builder) => value.dtype === type ? castTo("float32", value, builder) : value,
  );
}

/**
 * Computes in float32 what is to be computed in half the width, and rounds each result: for what has no
 * kernels of that type.
 */
export function roundResults(graph: Graph, type: NarrowType): Graph {
  return rewriteGraph(graph, (node, builder) => {
    const { op, inputs, outputs, attributes, domain, body } = node;
    if (op === "Cast" || outputs.every(({ dtype }) => dtype !== type)) return undefined;
    const operands = inputs.map((x) => x.dtype === type ? castTo("float32", x, builder) : x);
    const specs = outputs.map((x): TensorSpec =>
      x.dtype === type ? { shape: x.shape, dtype: "float32" } : x
    );
    const results = builder.node(op, operands, specs, attributes, domain, body);
    return results.map((x, i) => outputs[i]!.dtype === type ? castTo(type, x, builder) : x);
  });
}
