import type * as tf from "@tensorflow/tfjs-core";
import type { BoundArrays, Elements } from "../../tensor/graph/bound_arrays.ts";
import { sizeOf, type TensorSpec } from "../../tensor/graph/graph.ts";
import type { ProgramSource } from "../../tensor/trace/program_source.ts";

/** Values by name. */
export type Named<T> = Readonly<Record<string, T>>;

/** What a program of training reads, by what it is. */
export interface StepInputs<T> {
  /** One batch: `x0`, `labels` and what the objective reads. */
  readonly shown: Named<T>;
  /** Masks of dropped elements, by {@linkcode maskName}. */
  readonly dropout: Named<T>;
  /** Scalars that change from step to step. */
  readonly scalars: Named<T>;
  /** Parameters, what the optimiser keeps of them and their averages, by {@linkcode stateName}. */
  readonly state: Named<T>;
  /** Sums of gradients by the parameter's name. */
  readonly sums: Named<T>;
  /** Parameters that are not moved, by name. */
  readonly frozen: Named<T>;
}

/** What a program of training gives. */
export interface StepResults<T> {
  /** Scalars, such as losses. */
  readonly values: Named<T>;
  /** What takes the place of {@linkcode StepInputs.state}. */
  readonly state: Named<T>;
  /** What takes the place of {@linkcode StepInputs.sums}. */
  readonly sums: Named<T>;
}

/** Part of the state of a parameter: itself, its average, or what the optimiser keeps of it. */
export type Slot = "parameter" | "ema" | (string & Record<never, never>);

/** Name of a part of a parameter's state, as checkpoints have it. */
export function stateName(slot: Slot, parameter: string): string {
  return `${slot}/${parameter}`;
}

/** Name of the dropout mask of a pass at a site. */
export function maskName(pass: number, site: string): string {
  return `${pass}/${site}`;
}

/** One name for each value of all groups, as programs have them. */
function flatten<T>(groups: { readonly [group: string]: Named<T> | undefined }): Record<string, T> {
  return Object.fromEntries(
    Object.entries(groups).flatMap(([group, values = {}]) =>
      Object.entries(values).map(([name, value]) => [`${group}/${name}`, value])
    ),
  );
}

/** The groups of what {@linkcode flatten} gave. */
function unflatten<T>(flat: Named<T>): Record<string, Record<string, T>> {
  const groups: Record<string, Record<string, T>> = {};
  for (const [name, value] of Object.entries(flat)) {
    const end = name.indexOf("/");
    (groups[name.slice(0, end)] ??= {})[name.slice(end + 1)] = value;
  }
  return groups;
}

/** A program of training as it is written. */
export interface StepSource {
  /** Computes the results; groups that are left out are empty. */
  compute(inputs: StepInputs<tf.Tensor>): Partial<StepResults<tf.Tensor>>;
  /** Shapes of what will be fed. */
  readonly inputs: Partial<StepInputs<TensorSpec>>;
  /** Parameters that become part of the program, unless they are too many. @default {{}} */
  readonly frozen?: Named<TensorSpec & { readonly data: Float32Array }>;
}

const EMPTY = { shown: {}, dropout: {}, scalars: {}, state: {}, sums: {}, frozen: {} };

/** The source of a program for an engine, whose results `next/…` take the place of what they renew. */
export function programSource({ compute, inputs, frozen }: StepSource): ProgramSource {
  return {
    compute(flat) {
      const { values, ...next } = compute({ ...EMPTY, ...unflatten(flat) });
      return flatten({ values, next: flatten(next) });
    },
    inputs: flatten(inputs),
    constants: flatten({ frozen }),
  };
}

/** Memory of a program of training, and of its values by their names. */
export interface StepArrays extends BoundArrays {
  /** What the program's values are written to. */
  readonly values: Named<Float32Array<ArrayBuffer>>;
}

/**
 * Ties a program's results to memory: values to their own, the others to that of what they renew.
 *
 * @param outputs Shapes of the program's results.
 */
export function stepArrays(
  outputs: Named<TensorSpec>,
  groups: Partial<StepInputs<Elements>>,
): StepArrays {
  const inputs = flatten(groups), { values = {}, next = {} } = unflatten(outputs);
  const arrays = Object.fromEntries(
    Object.entries(values).map(([name, { shape }]) => [name, new Float32Array(sizeOf(shape))]),
  );
  const renewed = Object.fromEntries(Object.keys(next).map((name) => [name, inputs[name]!]));
  return { inputs, outputs: flatten({ values: arrays, next: renewed }), values: arrays };
}
