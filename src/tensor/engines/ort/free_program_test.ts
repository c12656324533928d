import { deepStrictEqual as assertEquals } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { compileForAnySize } from "./free_program.ts";

Deno.test("compileForAnySize() adds up as many rows as it is given", async () => {
  const program = await compileForAnySize({
    input: "x",
    of: (rows) => ({
      compute: ({ x }) => ({ y: tf.sum(x, 0) }),
      inputs: { x: { shape: [rows, 3], dtype: "float32" } },
    }),
  }, { threads: 1 });
  const x = Float32Array.from({ length: 12 }, (_, i) => i), y = new Float32Array(3);
  await program.run({ inputs: { x }, outputs: { y } }, 4);
  assertEquals([...y], [18, 22, 26]);
  await program.run({ inputs: { x }, outputs: { y } }, 1);
  assertEquals([...y], [0, 1, 2]);
  await program.release();
});
