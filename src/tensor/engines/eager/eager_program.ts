import * as tf from "@tensorflow/tfjs-core";
import { type BoundArrays, checkArrays, type Elements } from "../../graph/bound_arrays.ts";
import type { TensorSpec } from "../../graph/graph.ts";
import "../../trace/gradients.ts";
import type { FreeSource, ProgramSource } from "../../trace/program_source.ts";
import { recordSource } from "../../trace/record_source.ts";
import type { Program } from "../engine.ts";
import { checkSize, specsFor } from "../program_specs.ts";
import { type EagerBackend, useBackend } from "./tfjs_backend.ts";

/** Copies elements to an engine's memory. */
function upload(data: Elements, { shape, dtype }: TensorSpec): tf.Tensor {
  // A copy: backends may hold on to the array, which the next run overwrites.
  return tf.tensor(data.slice(), [...shape], dtype as tf.DataType);
}

/** Copies a tensor's elements from an engine's memory. */
async function download(tensor: tf.Tensor, into: Elements): Promise<void> {
  into.set(await tensor.data() as Elements);
}

/** Constants of a program in an engine's memory. */
function keepConstants({ constants = {} }: ProgramSource): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(constants).map(([name, { data, shape, dtype }]) => [
      name,
      tf.keep(tf.tensor(data, [...shape], dtype as tf.DataType)),
    ]),
  );
}

/** By engine, arrays whose elements it holds in its own memory; all programs of the engine see them. */
const resident = new Map<string, Map<Elements, tf.Tensor>>();

function residentOf(engine: string): Map<Elements, tf.Tensor> {
  const held = resident.get(engine) ?? new Map<Elements, tf.Tensor>();
  resident.set(engine, held);
  return held;
}

/**
 * Prepares a program for an engine that runs operations one by one. What an output shares with an
 * input stays in the engine's own memory until the program is released.
 */
export async function createEagerProgram(
  source: ProgramSource | FreeSource,
  backend: EagerBackend,
): Promise<Program> {
  await useBackend(backend);
  // For the shapes of its results, and to refuse what the other engines would.
  const { graph, shapes } = await recordSource(source);
  const sourceFor = (size: number | undefined): ProgramSource => {
    checkSize("of" in source, size);
    return "of" in source ? source.of(size!) : source;
  };
  const specs = (size?: number) => ({
    inputs: sourceFor(size).inputs,
    outputs: specsFor(graph.outputs, shapes, size),
  });
  const kept = keepConstants("of" in source ? source.of(1) : source);
  const held = residentOf(backend.name), own = new Set<Elements>();

  const run = async (
    { compute, inputs: specs }: ProgramSource,
    { inputs, outputs }: BoundArrays,
    shared: ReadonlySet<Elements>,
  ) => {
    await useBackend(backend);
    const results = tf.tidy(() => {
      const fed = Object.fromEntries(
        Object.entries(specs).map(([name, spec]) => {
          const array = inputs[name]!;
          return [name, held.get(array) ?? upload(array, spec)];
        }),
      );
      return compute({ ...kept, ...fed });
    });
    // A program may give one tensor under two names, or one that it was given.
    const stale = new Set(Object.values(results));
    for (const [name, tensor] of Object.entries(results)) {
      const array = outputs[name]!;
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
    specs,
    bind(arrays, size) {
      const program = sourceFor(size), { inputs, outputs } = specs(size);
      checkArrays(inputs, arrays.inputs, "input");
      checkArrays(outputs, arrays.outputs, "output");
      const shared = new Set(Object.keys(inputs).map((name) => arrays.inputs[name]!));
      return { run: () => run(program, arrays, shared), release() {} };
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
