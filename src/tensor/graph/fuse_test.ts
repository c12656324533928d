import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { fuse, PRODUCT } from "./fuse.ts";
import { GraphBuilder, nodesOf } from "./graph.ts";

const spec = (...shape: number[]) => ({ shape, dtype: "float32" }) as const;

const PLAIN = { transA: 0, transB: 0 };

Deno.test("fuse() adds the rows of a matrix up by a product with ones, whatever shape the sum has", () => {
  for (const shape of [[3], [1, 3]]) {
    const builder = new GraphBuilder(), x = builder.input("x", spec(2, 3));
    const keepdims = shape.length - 1;
    const [sum] = builder.node("ReduceSum", [x, builder.integers([0])], [spec(...shape)], {
      keepdims,
    });
    const fused = fuse({ outputs: { sum } });
    assertEquals(nodesOf(fused).map(({ op }) => op), [PRODUCT, ...(keepdims ? [] : ["Reshape"])]);
    assertEquals(nodesOf(fused)[0]!.inputs[0]!.constant, 1);
    assertEquals(fused.outputs.sum!.shape, shape);
  }
});

Deno.test("fuse() leaves the sum of each row as it is", () => {
  const builder = new GraphBuilder(), x = builder.input("x", spec(2, 3));
  const [sum] = builder.node("ReduceSum", [x, builder.integers([1])], [spec(2)], { keepdims: 0 });
  assertEquals(nodesOf(fuse({ outputs: { sum } })).map(({ op }) => op), ["ReduceSum"]);
});

Deno.test("fuse() takes transposes and scales into a product and leaves its bias outside", () => {
  const builder = new GraphBuilder();
  const x = builder.input("x", spec(2, 3)), weight = builder.input("weight", spec(4, 3));
  const [turned] = builder.node("Transpose", [weight], [spec(3, 4)], { perm: [1, 0] });
  const [product] = builder.node(PRODUCT, [x, turned], [spec(2, 4)], PLAIN, "com.microsoft");
  const [scaled] = builder.node("Mul", [product, builder.fill(0.5, spec())], [spec(2, 4)]);
  const [sum] = builder.node("Add", [scaled, builder.input("bias", spec(4))], [spec(2, 4)]);
  const nodes = nodesOf(fuse({ outputs: { sum } }));
  assertEquals(nodes.map(({ op }) => op), [PRODUCT, "Add"]);
  assertEquals(nodes[0]!.attributes, { transA: 0, transB: 1, alpha: { float: 0.5 } });
});
