import type * as tf from "@tensorflow/tfjs-core";
import type { Elements } from "../graph/bound_arrays.ts";
import type { TensorSpec } from "../graph/graph.ts";

/** Maps tensors by name to named results, in tfjs operations; gradients may be taken inside. */
export type Computation<Name extends string = string> = {
  // A method, so that a computation of certain names is one of any.
  compute(inputs: Record<Name, tf.Tensor>): Record<string, tf.Tensor>;
}["compute"];

/** A tensor whose elements are known when a program is made. */
export interface Constant extends TensorSpec {
  /** Its elements. */
  readonly data: Elements;
  /**
   * Whether the elements lie beside the file of a program, which holds at most 2 GiB: they are not copied
   * to it, and stay as they are until the program is released.
   *
   * @default {false}
   */
  readonly isExternal?: boolean;
}

/** Tensors whose elements are known when a program is made. */
export type Constants<Name extends string = string> = Readonly<Record<Name, Constant>>;

/** A program as it is written, for any engine. */
export interface ProgramSource<Fed extends string = string, Held extends string = Fed> {
  /** Computes the results from inputs and constants. */
  readonly compute: Computation<Fed | Held>;
  /** Shape and element type of each tensor that will be fed. */
  readonly inputs: Readonly<Record<Fed, TensorSpec>>;
  /** Tensors that become part of the program. @default {{}} */
  readonly constants?: Constants<Held>;
}

/** A program whose tensors depend on the size of an axis. */
export interface FreeSource<Fed extends string = string, Held extends string = Fed> {
  /** The program for one size. */
  readonly of: (size: number) => ProgramSource<Fed, Held>;
  /** Input whose first axis has the size. */
  readonly input: string;
}
