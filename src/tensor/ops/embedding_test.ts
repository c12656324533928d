import { deepStrictEqual as assertEquals } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { prepare } from "../engines/prepare.ts";
import { embed } from "./embedding.ts";

// The gradient of a table is computed in three ways, by its size.
for (const rows of [1, 7, 2000]) {
  Deno.test(`the gradient of a table of ${rows} rows adds up where a row is looked up twice`, async () => {
    const ids = [0, rows - 1, 0, Math.floor(rows / 2)];
    const scales = [[1, 2], [3, 4], [5, 6], [7, 8]];
    const expected = new Float32Array(rows * 2);
    ids.forEach((id, i) => scales[i]!.forEach((scale, j) => expected[2 * id + j]! += scale));
    const gradientOf = (table: tf.Tensor) =>
      tf.grad((table) =>
        tf.sum(tf.mul(embed(table, tf.tensor1d(ids, "int32")), tf.tensor2d(scales)))
      )(table);
    const program = await prepare({
      compute: ({ table }) => ({ gradient: gradientOf(table) }),
      inputs: { table: { shape: [rows, 2], dtype: "float32" } },
    });
    const gradient = new Float32Array(rows * 2);
    const inputs = { table: new Float32Array(rows * 2) };
    await program.bind({ inputs, outputs: { gradient } }).run();
    await program.release();
    assertEquals(gradient, expected);
    await tf.setBackend("cpu");
    const eager = tf.tidy(() => gradientOf(tf.zeros([rows, 2])).dataSync());
    assertEquals(new Float32Array(eager), expected);
  });
}
