import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { fuse, PRODUCT } from "./fuse.ts";
import { GraphBuilder, nodesOf } from "./graph.ts";
import { bfloat16Bits, roundedTo } from "./half.ts";
import { narrow, roundResults } from "./narrow.ts";

const SQUARE = { shape: [2, 2], dtype: "float32" } as const;
const OPERATORS = { always: [PRODUCT], following: ["Add", "Mul"] };

/** `exp(2 · x·x + x·x) + x`, and the product by itself. */
function example() {
  const builder = new GraphBuilder(), x = builder.input("x", SQUARE);
  const attributes = { transA: 0, transB: 0 };
  const [product] = builder.node(PRODUCT, [x, x], [SQUARE], attributes, "com.microsoft");
  const [twice] = builder.node("Mul", [product, builder.fill(2, SQUARE)], [SQUARE]);
  const [sum] = builder.node("Add", [twice, product], [SQUARE]);
  const [exp] = builder.node("Exp", [sum], [SQUARE]);
  const [y] = builder.node("Add", [exp, x], [SQUARE]);
  return { outputs: { product, y } };
}

const summary = (graph: ReturnType<typeof narrow>) =>
  nodesOf(graph).map(({ op, outputs }) => `${op} ${outputs[0]!.dtype}`);

Deno.test("narrow() computes products, and what reads nothing else, in half the width", () => {
  const graph = narrow(example(), "bfloat16", OPERATORS);
  assertEquals(summary(graph), [
    "Cast bfloat16",
    "FusedMatMul bfloat16",
    "Mul bfloat16",
    "Add bfloat16",
    "Cast float32",
    "Exp float32",
    "Add float32",
    "Cast float32",
  ]);
  assertEquals(graph.outputs.product!.dtype, "float32");
});

Deno.test("narrow() widens where a program says that it wants float32", () => {
  const builder = new GraphBuilder(), x = builder.input("x", SQUARE);
  const attributes = { transA: 0, transB: 0 };
  const [product] = builder.node(PRODUCT, [x, x], [SQUARE], attributes, "com.microsoft");
  const [wide] = builder.node("Cast", [product], [SQUARE], { to: "float32" });
  const [square] = builder.node("Mul", [wide, wide], [SQUARE]);
  const graph = narrow({ outputs: { square } }, "float16", OPERATORS);
  assertEquals(summary(graph), [
    "Cast float16",
    "FusedMatMul float16",
    "Cast float32",
    "Mul float32",
  ]);
});

Deno.test("Scales are still folded into products of half the width", () => {
  const builder = new GraphBuilder(), x = builder.input("x", SQUARE);
  const attributes = { transA: 0, transB: 0 };
  const [product] = builder.node(PRODUCT, [x, x], [SQUARE], attributes, "com.microsoft");
  const [half] = builder.node("Mul", [product, builder.fill(0.5, SQUARE)], [SQUARE]);
  const graph = fuse(narrow({ outputs: { half } }, "bfloat16", OPERATORS));
  assertEquals(summary(graph), ["Cast bfloat16", "FusedMatMul bfloat16", "Cast float32"]);
});

Deno.test("roundResults() computes in float32 and rounds each result", () => {
  const graph = roundResults(narrow(example(), "bfloat16", OPERATORS), "bfloat16");
  const types = nodesOf(graph).filter(({ op }) => op !== "Cast").map(({ outputs, inputs }) =>
    [...inputs, ...outputs].map(({ dtype }) => dtype)
  );
  assertEquals(new Set(types.flat()), new Set(["float32"]));
  assertEquals(nodesOf(graph).filter(({ op }) => op === "Cast").length, 8);
});

Deno.test("Numbers are rounded to the nearest of half the width, ties to even", () => {
  assertEquals(bfloat16Bits(1), 0x3f80);
  assertEquals([1 + 2 ** -8, 1 + 3 * 2 ** -8, -0.1].map((x) => roundedTo("bfloat16", x)), [
    1,
    1 + 4 * 2 ** -8,
    -0.10009765625,
  ]);
  assertEquals([1 + 2 ** -11, 65_520, 0.1].map((x) => roundedTo("float16", x)), [
    1,
    Infinity,
    0.0999755859375,
  ]);
});
