import { deepStrictEqual as assertEquals, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { nodesOf } from "../graph/graph.ts";
import { inPart, trace } from "./trace.ts";

const x = { shape: [2, 2], dtype: "float32" } as const;

/** The parts that operators of a program are of. */
async function partsOf(compute: (x: tf.Tensor) => tf.Tensor): Promise<Record<string, string[]>> {
  const graph = await trace(({ x }) => ({ y: compute(x) }), { x });
  const parts: Record<string, string[]> = {};
  for (const { op, part = "none" } of nodesOf(graph)) (parts[part] ??= []).push(op);
  return parts;
}

Deno.test("inPart() names the nodes of a part, of parts within parts the innermost", async () => {
  const parts = await partsOf((x) =>
    tf.neg(inPart("outer", () => tf.exp(inPart("inner", () => tf.sqrt(x)))))
  );
  assertEquals(parts, { inner: ["Sqrt"], outer: ["Exp"], none: ["Neg"] });
});

Deno.test("inPart() names the nodes of a part's gradients, whoever asks for them", async () => {
  const loss = (x: tf.Tensor) =>
    inPart("loss", () => tf.sum(inPart("layer", () => tf.log(x)))) as tf.Scalar;
  const parts = await partsOf((x) => inPart("update", () => tf.neg(tf.grad(loss)(x))));
  assertEquals(parts["layer/gradient"], ["Div"]);
  assertEquals(parts.update, ["Neg"]);
});

Deno.test("inPart() is what it computes where nothing is recorded", () => {
  strictEqual(inPart("part", () => 7), 7);
});
