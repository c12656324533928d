import { deepStrictEqual as assertEquals, rejects, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import type { FreeSource } from "../trace/program_source.ts";
import { engineOf } from "./engines.ts";

const columnSums: FreeSource<"x"> = {
  input: "x",
  of: (rows) => ({
    compute: ({ x }) => ({ y: tf.sum(x, 0), "next/x": tf.add(x, 1) }),
    inputs: { x: { shape: [rows, 3], dtype: "float32" } },
  }),
};

for (const name of ["compiled", "cpu"]) {
  Deno.test(`the ${name} engine adds up as many rows as it is given`, async () => {
    const program = await engineOf(name).prepare(columnSums, { threads: 1 });
    const y = new Float32Array(3), next = new Float32Array(12);
    for (const [rows, sums] of [[4, [18, 22, 26]], [1, [0, 1, 2]]] as const) {
      const x = Float32Array.from({ length: 3 * rows }, (_, i) => i);
      const outputs = { y, "next/x": next.subarray(0, x.length) };
      const bound = program.bind({ inputs: { x }, outputs }, rows);
      await bound.run();
      bound.release();
      assertEquals([...y], sums);
      assertEquals([...outputs["next/x"]], [...x].map((value) => value + 1));
    }
    await program.release();
  });

  Deno.test(`the ${name} engine asks for the size of a free axis and for no other`, async () => {
    const free = await engineOf(name).prepare(columnSums, { threads: 1 });
    throws(() => free.specs(), /Cannot use a program with a free axis: give the size/);
    assertEquals(free.specs(2).inputs.x!.shape, [2, 3]);
    assertEquals(free.specs(2).outputs.y!.shape, [3]);
    const x = new Float32Array(3), y = new Float32Array(3);
    throws(
      () => free.bind({ inputs: { x }, outputs: { y, "next/x": x.slice() } }, 2),
      /Cannot bind input "x": needs float32 \[2,3\]: got Float32Array\(3\)/,
    );
    await free.release();
    const fixed = await engineOf(name).prepare(columnSums.of(1), { threads: 1 });
    throws(() => fixed.specs(1), /Cannot use a program for size 1: it has no free axis/);
    await fixed.release();
  });

  Deno.test(`the ${name} engine refuses a program that does something else for another size`, async () => {
    const source: FreeSource<"x"> = {
      ...columnSums,
      of: (rows) => ({
        ...columnSums.of(rows),
        compute: ({ x }) => ({ y: tf.sum(rows % 10 === 7 ? x : tf.exp(x), 0) }),
      }),
    };
    await rejects(engineOf(name).prepare(source), /the program does something else/);
  });
}
