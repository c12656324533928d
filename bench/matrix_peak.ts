import * as tf from "@tensorflow/tfjs-core";
import { createProgram } from "../src/tensor/program.ts";
import { trace } from "../src/tensor/trace.ts";

const SIZE = 1024, ROUNDS = 12;

/** The most GFLOP/s that the engine reaches on square float32 matrix products. */
export async function matrixPeak(threads: number): Promise<number> {
  const spec = { shape: [SIZE, SIZE], dtype: "float32" } as const;
  const graph = await trace(({ a, b }) => ({ c: tf.matMul(a, b) }), { a: spec, b: spec });
  const program = await createProgram(graph, { threads });
  const [a, b, c] = [1, 2, 3].map((x) => new Float32Array(SIZE ** 2).fill(x));
  const run = program.bind({ inputs: { a, b }, outputs: { c } });
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await run();
    best = Math.min(best, performance.now() - start);
  }
  await program.release();
  return 2 * SIZE ** 3 / best / 1e6;
}
