import * as tf from "@tensorflow/tfjs-core";
import { type BoundArrays, checkArrays, type Elements } from "./bound_arrays.ts";
import { type EagerEngine, useEngine } from "./engines.ts";
import type { Graph, TensorSpec } from "./graph.ts";
import "./gradients.ts";
import type { Program } from "./program.ts";
import type { ProgramSource } from "./trace.ts";

function upload(data: Elements, { shape, dtype }: TensorSpec): tf.Tensor {
  // A copy: backends may hold on to the array, which the next run overwrites.
  return tf.tensor(data.slice(), [...shape], dtype as tf.DataType);
}

async function download(tensor: tf.Tensor, into: Elements): Promise<void> {
  into.set(await tensor.data() as Elements);
}

/**
 * Prepares a program for an engine that runs operations one by one. What an output shares with an
 * input stays in the engine's own memory between runs.
 *
 * @param graph The same program recorded, for the shapes of its results.
 */
export async function createEagerProgram(
  { compute, inputs: specs, constants = {} }: ProgramSource,
  graph: Graph,
  engine: EagerEngine,
): Promise<Program> {
  await useEngine(engine);
  const kept = Object.fromEntries(
    Object.entries(constants).map(([name, { data, shape }]) => [
      name,
      tf.keep(tf.tensor(data, [...shape], "float32")),
    ]),
  );
  const bound: { sync(): Promise<void>; release(): void }[] = [];

  const bind = ({ inputs, outputs }: BoundArrays) => {
    const resident = new Map<Elements, tf.Tensor>();
    const shared = new Set(Object.keys(specs).map((name) => inputs[name]));
    bound.push({
      async sync() {
        for (const [array, tensor] of resident) await download(tensor, array);
      },
      release() {
        for (const tensor of resident.values()) tensor.dispose();
        resident.clear();
      },
    });
    return async () => {
      await useEngine(engine);
      const results = tf.tidy(() => {
        const fed = Object.fromEntries(
          Object.entries(specs).map(([name, spec]) => [
            name,
            resident.get(inputs[name]) ?? upload(inputs[name], spec),
          ]),
        );
        return compute({ ...kept, ...fed });
      });
      for (const [name, tensor] of Object.entries(results)) {
        const array = outputs[name];
        if (shared.has(array)) {
          const previous = resident.get(array);
          resident.set(array, tf.keep(tensor));
          if (previous !== tensor) previous?.dispose();
        } else {
          await download(tensor, array);
          tensor.dispose();
        }
      }
    };
  };

  return {
    inputs: specs,
    outputs: graph.outputs,
    bind(arrays) {
      checkArrays(specs, arrays.inputs, "input");
      checkArrays(graph.outputs, arrays.outputs, "output");
      return bind(arrays);
    },
    async sync() {
      for (const { sync } of bound) await sync();
    },
    release() {
      bound.forEach(({ release }) => release());
      Object.values(kept).forEach((tensor) => tensor.dispose());
      return Promise.resolve();
    },
  };
}
