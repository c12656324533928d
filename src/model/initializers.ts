import type { RandomStream } from "../random/mod.ts";

/**
 * Draws one element of a new parameter.
 *
 * @param shape Size of each axis of the parameter.
 */
export type Initializer = (stream: RandomStream, shape: readonly number[]) => number;

/** All elements are 0. */
export const zeros: Initializer = () => 0;

/** All elements are 1. */
export const ones: Initializer = () => 1;

/** Kaiming-uniform with a = √5, PyTorch's default for linear layers: U(−1/√in, 1/√in). */
export const linear: Initializer = (stream, shape) =>
  (2 * stream.uniform() - 1) * (1 / Math.sqrt(shape.at(-1)!));

/** Normal with the standard deviation 0.02. */
export const embedding: Initializer = (stream) => 0.02 * stream.normal();
