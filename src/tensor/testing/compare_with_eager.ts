import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { foldIn, randomKey, RandomStream } from "../../random/mod.ts";
import { sizeOf, type TensorSpec } from "../graph/graph.ts";
import { type EngineOptions, prepare } from "../engines/prepare.ts";
import type { Computation } from "../trace/program_source.ts";

/** How a computation's compiled form differs from tfjs. */
export interface Comparison {
  /** Largest absolute difference of an element, over all results. */
  readonly difference: number;
  /** tfjs kernels that computed the results. */
  readonly kernels: readonly string[];
}

/**
 * Runs a computation on tfjs's `cpu` backend and compiled, on inputs from the normal distribution.
 *
 * @param compute Maps the inputs to float32 results.
 * @param shapes Shape of each input.
 * @param seed Decides the elements of the inputs.
 * @param options What runs the compiled form.
 */
export async function compareWithEager<Name extends string>(
  compute: Computation<Name>,
  shapes: Readonly<Record<Name, readonly number[]>>,
  seed: number,
  options: EngineOptions = { threads: 1 },
): Promise<Comparison> {
  const names = Object.keys(shapes) as Name[];
  const data = Object.fromEntries(names.map((name, i) => {
    const stream = new RandomStream(foldIn(randomKey(seed), i));
    return [name, Float32Array.from({ length: sizeOf(shapes[name]) }, () => stream.normal())];
  }));
  await tf.setBackend("cpu");
  let eager: Record<string, tf.Tensor> = {};
  const { kernelNames } = await tf.profile(() => {
    eager = compute(
      Object.fromEntries(
        names.map((name) => [name, tf.tensor(data[name]!, [...shapes[name]])]),
      ) as Record<Name, tf.Tensor>,
    );
    return Object.values(eager);
  });
  const inputs = Object.fromEntries(
    names.map((name) => [name, { shape: shapes[name], dtype: "float32" as const }]),
  ) as Record<Name, TensorSpec>;
  const program = await prepare({ compute, inputs }, options);
  const outputs = Object.fromEntries(
    Object.entries(eager).map(([name, { size }]) => [name, new Float32Array(size)]),
  );
  await program.bind({ inputs: data, outputs }).run();
  await program.release();
  const differences = Object.entries(eager).flatMap(([name, tensor]) => {
    const values = tensor.dataSync();
    return [...outputs[name]!].map((x, i) => Math.abs(x - values[i]!));
  });
  // Not a maximum by comparison, which would pass over NaN.
  return { difference: Math.max(0, ...differences), kernels: kernelNames };
}
