import * as tf from "@tensorflow/tfjs-core";
import { type BoundArrays, checkArrays, type Elements } from "../../graph/bound_arrays.ts";
import { type EagerEngine, useEngine } from "../engines.ts";
import type { Graph, TensorSpec } from "../../graph/graph.ts";
import "../../trace/gradients.ts";
import type { Program } from "../ort/program.ts";
import type { ProgramSource } from "../../trace/trace.ts";

/** Copies elements to an engine's memory. */
export function upload(data: Elements, { shape, dtype }: TensorSpec): tf.Tensor {
  // A copy: backends may hold on to the array, which the next run overwrites.
  return tf.tensor(data.slice(), [...shape], dtype as tf.DataType);
}

/** Copies a tensor's elements from an engine's memory. */
export async function download(tensor: tf.Tensor, into: Elements): Promise<void> {
  into.set(await tensor.data() as Elements);
}

/** Constants of a program in an engine's memory. */
export function keepConstants({ constants = {} }: ProgramSource): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(constants).map(([name, { data, shape }]) => [
      name,
      tf.keep(tf.tensor(data, [...shape], "float32")),
    ]),
  );
}

/** Arrays whose elements an engine holds in its own memory; all programs of the engine see them. */
const resident: Record<EagerEngine, Map<Elements, tf.Tensor>> = {
  tensorflow: new Map(),
  webgpu: new Map(),
  wasm: new Map(),
  cpu: new Map(),
};

/**
 * Prepares a program for an engine that runs operations one by one. What an output shares with an
 * input stays in the engine's own memory until the program is released.
 *
 * @param graph The same program recorded, for the shapes of its results.
 */
export async function createEagerProgram(
  source: ProgramSource,
  graph: Graph,
  engine: EagerEngine,
): Promise<Program> {
  await useEngine(engine);
  const { compute, inputs: specs } = source, kept = keepConstants(source);
  const held = resident[engine], own = new Set<Elements>();

  const run = async ({ inputs, outputs }: BoundArrays, shared: ReadonlySet<Elements>) => {
    await useEngine(engine);
    const results = tf.tidy(() => {
      const fed = Object.fromEntries(
        Object.entries(specs).map(([name, spec]) => [
          name,
          held.get(inputs[name]) ?? upload(inputs[name], spec),
        ]),
      );
      return compute({ ...kept, ...fed });
    });
    // A program may give one tensor under two names, or one that it was given.
    const stale = new Set(Object.values(results));
    for (const [name, tensor] of Object.entries(results)) {
      const array = outputs[name];
      if (shared.has(array)) {
        const previous = held.get(array);
        if (previous !== undefined) stale.add(previous);
        held.set(array, tf.keep(tensor));
        own.add(array);
      } else {
        await download(tensor, array);
      }
    }
    for (const tensor of [...held.values(), ...Object.values(kept)]) stale.delete(tensor);
    stale.forEach((tensor) => tensor.dispose());
  };

  return {
    inputs: specs,
    outputs: graph.outputs,
    bind(arrays) {
      checkArrays(specs, arrays.inputs, "input");
      checkArrays(graph.outputs, arrays.outputs, "output");
      const shared = new Set(Object.keys(specs).map((name) => arrays.inputs[name]));
      return () => run(arrays, shared);
    },
    async sync() {
      for (const array of own) await download(held.get(array)!, array);
    },
    release() {
      for (const array of own) {
        held.get(array)?.dispose();
        held.delete(array);
      }
      own.clear();
      Object.values(kept).forEach((tensor) => tensor.dispose());
      return Promise.resolve();
    },
  };
}
