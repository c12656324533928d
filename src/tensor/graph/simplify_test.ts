import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { GraphBuilder, nodesOf } from "./graph.ts";
import { simplify } from "./simplify.ts";

const MATRIX = { shape: [2, 3], dtype: "float32" } as const;
const SCALAR = { shape: [], dtype: "float32" } as const;

Deno.test("simplify() drops neutral operands, so that x · 1 + 0 is x", () => {
  const builder = new GraphBuilder(), x = builder.input("x", MATRIX);
  const [product] = builder.node("Mul", [x, builder.fill(1, MATRIX)], [MATRIX]);
  const [sum] = builder.node("Add", [builder.fill(0, MATRIX), product], [MATRIX]);
  const { outputs } = simplify({ outputs: { sum } });
  assertEquals(outputs.sum!.input, "x");
});

Deno.test("simplify() computes with numbers that are the same everywhere", () => {
  const builder = new GraphBuilder();
  const [sum] = builder.node("Add", [builder.fill(2, MATRIX), builder.fill(3, SCALAR)], [MATRIX]);
  const [shaped] = builder.node("Reshape", [sum, builder.integers([6])], [
    { shape: [6], dtype: "float32" },
  ]);
  const { outputs } = simplify({ outputs: { shaped } });
  assertEquals(outputs.shaped!.constant, 5);
});

Deno.test("simplify() casts known numbers as a kernel would", () => {
  const builder = new GraphBuilder(), half = builder.fill(-2.5, MATRIX);
  const cast = (dtype: "int32" | "bool") => builder.node("Cast", [half], [{ ...MATRIX, dtype }])[0];
  const { outputs } = simplify({ outputs: { whole: cast("int32"), truth: cast("bool") } });
  assertEquals([outputs.whole!.constant, outputs.truth!.constant], [-2, 1]);
});

Deno.test("simplify() feeds a scalar instead of a full tensor of one number", () => {
  const builder = new GraphBuilder(), x = builder.input("x", MATRIX);
  const [product] = builder.node("Mul", [x, builder.fill(4, MATRIX)], [MATRIX]);
  const [node] = nodesOf(simplify({ outputs: { product } }));
  assertEquals(node!.inputs[1]!.shape, []);
});

Deno.test("simplify() drops a transpose that leaves every axis where it is", () => {
  const builder = new GraphBuilder(), x = builder.input("x", MATRIX);
  const [same] = builder.node("Transpose", [x], [MATRIX], { perm: [0, 1] });
  assertEquals(simplify({ outputs: { same } }).outputs.same!.input, "x");
});

Deno.test("simplify() leaves one of two expanded operands as large as their result", () => {
  const builder = new GraphBuilder(), x = builder.input("x", SCALAR);
  const [expanded] = builder.node("Expand", [x, builder.integers([2, 3])], [MATRIX]);
  const [sum] = builder.node("Add", [expanded, expanded], [MATRIX]);
  const nodes = nodesOf(simplify({ outputs: { sum } }));
  assertEquals(nodes.map(({ op }) => op), ["Expand", "Add"]);
  assertEquals(nodes[1]!.inputs.map(({ shape }) => shape), [[], [2, 3]]);
});

Deno.test("simplify() merges chains of Reshape and forgets what nothing reads", () => {
  const builder = new GraphBuilder(), x = builder.input("x", MATRIX);
  const flat = { shape: [6], dtype: "float32" } as const;
  const tall = { shape: [3, 2], dtype: "float32" } as const;
  builder.node("Exp", [x], [MATRIX]);
  const [first] = builder.node("Reshape", [x, builder.integers([6])], [flat]);
  const [second] = builder.node("Reshape", [first, builder.integers([3, 2])], [tall]);
  const [back] = builder.node("Reshape", [second, builder.integers([2, 3])], [MATRIX]);
  const { outputs } = simplify({ outputs: { second, back } });
  assertEquals(outputs.back!.input, "x");
  assertEquals(outputs.second!.node!.inputs[0]!.input, "x");
});

Deno.test("GraphBuilder makes one node of two with the same operands", () => {
  const builder = new GraphBuilder(), x = builder.input("x", MATRIX);
  const [a] = builder.node("Exp", [x], [MATRIX]), [b] = builder.node("Exp", [x], [MATRIX]);
  assertEquals(a, b);
});
