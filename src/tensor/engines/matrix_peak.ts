import * as tf from "@tensorflow/tfjs-core";
import type { Elements } from "../graph/bound_arrays.ts";
import type { Computation, ProgramSource } from "../trace/program_source.ts";
import { engineOf } from "./engines.ts";
import type { EngineOptions } from "./prepare.ts";

/** Options for {@linkcode matrixPeak}. */
export interface MatrixPeakOptions extends EngineOptions {
  /** Rows and columns of the largest matrices. @default {1024} */
  readonly size?: number;
  /** Products of each size, of which the fastest counts. @default {12} */
  readonly rounds?: number;
  /** Milliseconds that one product may take before larger ones are left out. @default {200} */
  readonly patience?: number;
}

const SMALLEST = 128;

/** What a product of two matrices that hold 0, 1, …, 6 over and over must be at `[0, 0]`. */
function expectedCorner(size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += (i % 7) * ((i * size) % 7);
  return sum;
}

async function fastestProduct(size: number, options: MatrixPeakOptions): Promise<number> {
  const spec = { shape: [size, size], dtype: "float32" } as const;
  const data = Float32Array.from({ length: size ** 2 }, (_, i) => i % 7);
  const engine = engineOf(options.engine), { areFolded } = engine.constants;
  // What stands for an input and an output stays in an engine's own memory.
  const stays = areFolded && engine.hasOwnMemory;
  const compute: Computation<"a" | "b"> = ({ a, b }) => ({
    // One element leaves the engine's memory, so that the transfer is not what is timed.
    corner: tf.slice(tf.matMul(a, b), [0, 0], [1, 1]),
    ...(stays && { "next/a": a, "next/b": b }),
  });
  // Where constants would be multiplied once and for all, inputs are; elsewhere those are uploaded anew.
  const source: ProgramSource = areFolded
    ? { compute, inputs: { a: spec, b: spec } }
    : { compute, inputs: {}, constants: { a: { ...spec, data }, b: { ...spec, data } } };
  const program = await engine.prepare(source, options);
  const corner = new Float32Array(1), inputs = { a: data, b: data.slice() };
  const renewed: Record<string, Elements> = stays ? { "next/a": inputs.a, "next/b": inputs.b } : {};
  const { run } = program.bind({ inputs, outputs: { corner, ...renewed } });
  let best = Infinity;
  for (let round = 0; round < (options.rounds ?? 12); round++) {
    const start = performance.now();
    await run();
    best = Math.min(best, performance.now() - start);
  }
  await program.release();
  const expected = expectedCorner(size);
  if (Math.abs(corner[0]! / expected - 1) > 1e-3) {
    throw new Error(`a product of matrices is wrong: ${corner[0]} instead of ${expected}`);
  }
  return best;
}

/**
 * The most GFLOP/s that an engine reaches on square float32 matrix products.
 *
 * @throws {Error} If the engine cannot be used here, or its products are wrong.
 */
export async function matrixPeak(options: MatrixPeakOptions = {}): Promise<number> {
  const { size: largest = 1024, patience = 200 } = options;
  let peak = 0;
  for (let size = Math.min(SMALLEST, largest); size <= largest; size *= 2) {
    const milliseconds = await fastestProduct(size, options);
    peak = Math.max(peak, 2 * size ** 3 / milliseconds / 1e6);
    // The smallest alone is too short to be measured beside what else runs.
    if (size > SMALLEST && 8 * milliseconds > patience) break;
  }
  return peak;
}
