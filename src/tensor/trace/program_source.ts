import type * as tf from "@tensorflow/tfjs-core";
import type { TensorSpec } from "../graph/graph.ts";

/** Maps tensors by name to named results, in tfjs operations; gradients may be taken inside. */
export type Computation = (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor>;

/** Tensors whose elements are known when a program is made. */
export type Constants = Readonly<
  Record<string, TensorSpec & { readonly data: Float32Array }>
>;

/** A program as it is written, for any engine. */
export interface ProgramSource {
  /** Computes the results from inputs and constants. */
  readonly compute: Computation;
  /** Shape and element type of each tensor that will be fed. */
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  /** Tensors that become part of the program. @default {{}} */
  readonly constants?: Constants;
}

/** A program whose tensors depend on the size of an axis. */
export interface FreeSource {
  /** The program for one size. */
  readonly of: (size: number) => ProgramSource;
  /** Input whose first axis has the size. */
  readonly input: string;
}
