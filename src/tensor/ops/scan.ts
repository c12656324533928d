import * as tf from "@tensorflow/tfjs-core";
import { fuse } from "../graph/fuse.ts";
import type { DataType, TensorSpec } from "../graph/graph.ts";
import { simplify } from "../graph/simplify.ts";
import { isTracing, onnxOperator, recordBody } from "../trace/trace.ts";

/** What one step of a scan is given. */
export interface ScanStep {
  /** What the step before left. */
  readonly states: readonly tf.Tensor[];
  /** The step's element of each sequence. */
  readonly elements: readonly tf.Tensor[];
  /** What all steps share. */
  readonly shared: readonly tf.Tensor[];
}

/** What one step of a scan gives, or all of them together. */
export interface ScanResult {
  /** As many as there were, of the same shapes. */
  readonly states: readonly tf.Tensor[];
  /** Results of each step; of all steps stacked, `[steps, …]`. */
  readonly outputs: readonly tf.Tensor[];
}

/** What a scan runs over. */
export interface ScanOptions {
  /** States before the first step. @default {[]} */
  readonly states?: readonly tf.Tensor[];
  /** Tensors `[steps, …]` whose elements are taken one by one. */
  readonly sequences: readonly tf.Tensor[];
  /** Tensors that every step reads. @default {[]} */
  readonly shared?: readonly tf.Tensor[];
}

const specOf = ({ shape, dtype }: tf.Tensor): TensorSpec => ({ shape, dtype: dtype as DataType });

const elementOf = (sequence: tf.Tensor, step: number) =>
  tf.reshape(
    tf.slice(sequence, [step], [1]),
    sequence.shape.slice(1),
  );

function scanEagerly(
  body: (step: ScanStep) => ScanResult,
  { states = [], sequences, shared = [] }: ScanOptions,
): ScanResult {
  const steps = sequences[0]!.shape[0], columns: tf.Tensor[][] = [];
  let current = states;
  for (let step = 0; step < steps; step++) {
    const elements = sequences.map((sequence) => elementOf(sequence, step));
    const result = body({ states: current, elements, shared });
    current = result.states;
    result.outputs.forEach((output, i) => (columns[i] ??= []).push(output));
  }
  return { states: current, outputs: columns.map((column) => tf.stack(column)) };
}

/**
 * Runs a computation for each element of some sequences, one after the other, so that the memory of one
 * step serves the next. Has no gradient.
 */
export function scan(
  body: (step: ScanStep) => ScanResult,
  options: ScanOptions,
): ScanResult {
  if (!isTracing()) return scanEagerly(body, options);
  const { states = [], sequences, shared = [] } = options;
  const handed = states.length + sequences.length, steps = sequences[0]!.shape[0];
  const outputs: TensorSpec[] = [];
  const recorded = recordBody(
    (operands) => {
      const result = body({
        states: operands.slice(0, states.length),
        elements: operands.slice(states.length, handed),
        shared: operands.slice(handed),
      });
      outputs.push(
        ...result.states.map(specOf),
        ...result.outputs.map((output) => ({ ...specOf(output), shape: [steps, ...output.shape] })),
      );
      return [...result.states, ...result.outputs];
    },
    [
      ...states.map(specOf),
      ...sequences.map((tensor) => ({ ...specOf(tensor), shape: tensor.shape.slice(1) })),
      ...shared.map(specOf),
    ],
  );
  const results = onnxOperator("Scan", [...states, ...sequences, ...shared], outputs, {
    attributes: { num_scan_inputs: sequences.length },
    body: { graph: fuse(simplify(recorded)), handed },
  });
  return { states: results.slice(0, states.length), outputs: results.slice(states.length) };
}
