import { deepStrictEqual, rejects } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { compile } from "./compile.ts";

const SCALAR = { shape: [], dtype: "float32" } as const;

for (const engine of ["compiled", "cpu"] as const) {
  Deno.test(`a program that is compiled for ${engine} keeps its state and takes gradients`, async () => {
    await using descent = await compile(
      ({ x, rate, unmoved }) => {
        const { value, grad } = tf.valueAndGrad((at: tf.Tensor) => tf.square(at))(x);
        return { square: value, x: tf.sub(x, tf.mul(grad, tf.mul(rate, unmoved))) };
      },
      {
        engine,
        inputs: { rate: SCALAR },
        state: {
          x: { ...SCALAR, data: Float32Array.of(8) },
          unmoved: { ...SCALAR, data: Float32Array.of(1) },
        },
      },
    );
    const squares: number[] = [];
    for (let step = 0; step < 3; step++) {
      const { square } = await descent.run({ rate: Float32Array.of(0.25) });
      squares.push(square![0]!);
    }
    deepStrictEqual(squares, [64, 16, 4]);
    const { x, unmoved } = await descent.state();
    deepStrictEqual([x[0], unmoved[0]], [1, 1]);
    await rejects(descent.run({ rate: new Float32Array(2) }), /input "rate": needs float32/);
  });
}

Deno.test("what is kept may be read after the result that takes its place is known", async () => {
  const square = { shape: [2, 2], dtype: "float32" } as const;
  await using powers = await compile(({ a, b }) => ({ b: tf.matMul(a, b) }), {
    inputs: { a: square },
    state: { b: { ...square, data: Float32Array.of(1, 0, 0, 1) } },
  });
  const a = Float32Array.of(1, 1, 0, 1);
  for (let n = 0; n < 3; n++) await powers.run({ a });
  deepStrictEqual([...(await powers.state()).b], [1, 3, 0, 1]);
});

Deno.test("a name is either of an input or of what is kept", async () => {
  await rejects(
    compile(({ x }) => ({ y: x }), {
      inputs: { x: SCALAR },
      state: { x: { ...SCALAR, data: new Float32Array(1) } },
    }),
    { name: "RangeError", message: /"x" is an input and kept/ },
  );
});
