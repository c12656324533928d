import { type FreeGraph, shapeFor } from "../graph/free_axis.ts";
import type { TensorSpec } from "../graph/graph.ts";

type Specs = Readonly<Record<string, TensorSpec>>;

/**
 * Checks that a size is given for a free axis and for nothing else.
 *
 * @throws {RangeError} If it is not.
 */
export function checkSize(isFree: boolean, size: number | undefined): void {
  if (isFree && size === undefined) {
    throw new RangeError("Cannot use a program with a free axis: give the size of the axis");
  }
  if (!isFree && size !== undefined) {
    throw new RangeError(`Cannot use a program for size ${size}: it has no free axis`);
  }
}

/**
 * Shapes of a program's inputs or outputs for one size of its free axis.
 *
 * @param specs As they were recorded.
 * @param shapes How they depend on the size; `undefined` if no axis is free.
 */
export function specsFor(
  specs: Specs,
  shapes: FreeGraph["shapes"] | undefined,
  size: number | undefined,
): Specs {
  checkSize(shapes !== undefined, size);
  if (shapes === undefined || size === undefined) return specs;
  return Object.fromEntries(
    Object.entries(specs).map(([name, { dtype, shape }]) => {
      const extents = shapes[name];
      return [name, { dtype, shape: extents === undefined ? shape : shapeFor(extents, size) }];
    }),
  );
}
