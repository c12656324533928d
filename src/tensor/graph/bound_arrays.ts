import { sizeOf, type TensorSpec } from "./graph.ts";

/** Elements of a tensor that a program reads or writes. */
export type Elements = Float32Array | Int32Array;

/** The memory that a program reads and writes, by the names of its inputs and outputs. */
export interface BoundArrays {
  /** Read by every run. */
  readonly inputs: Readonly<Record<string, Elements>>;
  /** Written by every run. */
  readonly outputs: Readonly<Record<string, Elements>>;
}

/** Makes an array of zeros for every tensor. */
export function allocateArrays(
  specs: Readonly<Record<string, TensorSpec>>,
): Record<string, Elements> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape, dtype }]) => [
      name,
      new (dtype === "int32" ? Int32Array : Float32Array)(sizeOf(shape)),
    ]),
  );
}

/**
 * Checks that there is an array of the right size and type for every tensor.
 *
 * @param kind What the tensors are, for the message.
 * @throws {Error} If there is none.
 */
export function checkArrays(
  specs: Readonly<Record<string, TensorSpec>>,
  arrays: Readonly<Record<string, Elements>>,
  kind: "input" | "output",
): void {
  for (const [name, { shape, dtype }] of Object.entries(specs)) {
    const data = arrays[name];
    const fits = data?.length === sizeOf(shape) &&
      dtype === (data instanceof Float32Array ? "float32" : "int32");
    if (fits) continue;
    const found = data === undefined ? "nothing" : `${data.constructor.name}(${data.length})`;
    throw new Error(`Cannot bind ${kind} "${name}": needs ${dtype} [${shape}]: got ${found}`);
  }
}
