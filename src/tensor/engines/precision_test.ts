import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { compile } from "./compile.ts";
import { engineOf } from "./engines.ts";
import { prepare } from "./prepare.ts";

const matrix = { shape: [1, 1], dtype: "float32" } as const;
const square = { compute: ({ x }: Record<"x", tf.Tensor>) => ({ y: tf.matMul(x, x) }) };

Deno.test("An engine refuses a precision that it has no kernels of, and names those it has", async () => {
  const source = { ...square, inputs: { x: matrix } };
  for (
    const [engine, choices] of [["gpu", "float32, float16"], ["cpu", "float32"]] as const
  ) {
    await rejects(prepare(source, { engine, precision: "bfloat16" }), {
      name: "PrecisionError",
      message: `Cannot compute in bfloat16 on engine "${engine}": choose from ${choices}`,
    });
    assertEquals(engineOf(engine).precisions ?? ["float32"], choices.split(", "));
  }
});

Deno.test("The default engine rounds what a product reads and gives", async () => {
  const x = 1 + 2 ** -7 + 2 ** -9;
  for (
    const [precision, expected] of [
      ["float32", Math.fround(x * x)],
      // Of x 1 + 2⁻⁷ is left, of its square 1 + 2 · 2⁻⁷.
      ["bfloat16", 1 + 2 ** -6],
      // All of x is left, of its square the multiple of 2⁻¹⁰ that is nearest.
      ["float16", Math.round(x * x * 2 ** 10) / 2 ** 10],
    ] as const
  ) {
    await using program = await compile(square.compute, { inputs: { x: matrix }, precision });
    assertEquals([...(await program.run({ x: Float32Array.of(x) })).y!], [expected]);
  }
});
