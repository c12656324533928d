import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { prepare } from "../engines/prepare.ts";
import type { Computation } from "../trace/program_source.ts";

const spec = { shape: [4], dtype: "float32" } as const;

async function program(compute: Computation<"x" | "y">) {
  return await prepare({ compute, inputs: { x: spec, y: spec } }, { threads: 1 });
}

Deno.test("bind() lets an output take the place of an input that is read before", async () => {
  const { bind, release } = await program(({ x, y }) => {
    const norm = tf.sum(tf.mul(x, y));
    return { nextX: tf.sub(x, tf.mul(y, norm)), nextY: tf.add(y, norm) };
  });
  const x = Float32Array.of(1, 2, 3, 4), y = Float32Array.of(1, 0, 1, 0);
  throws(() => bind({ inputs: { x, y }, outputs: { nextX: x, nextY: y } }), /"nextY" .* input "y"/);
  await bind({ inputs: { x, y }, outputs: { nextX: x, nextY: new Float32Array(4) } }).run();
  await release();
  assertEquals([...x], [-3, 2, -1, 4]);
});

Deno.test("bind() refuses to overwrite what a matrix product of the same node reads", async () => {
  const square = { shape: [2, 2], dtype: "float32" } as const;
  const { bind, release } = await prepare({
    compute: ({ x }) => ({ next: tf.matMul(x, x) }),
    inputs: { x: square },
  }, { threads: 1 });
  const x = new Float32Array(4);
  throws(() => bind({ inputs: { x }, outputs: { next: x } }), /MatMul may read it after/);
  await release();
});
