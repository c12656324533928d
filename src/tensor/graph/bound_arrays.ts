import { type DataType, sizeOf, type TensorSpec } from "./graph.ts";

/** Elements of a tensor that a program reads or writes. */
export type Elements = Float32Array | Int32Array | Uint8Array;

/** The typed array that holds elements of each type that programs read and write. */
const ARRAYS = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array } as const;

function arrayOf(dtype: DataType): typeof ARRAYS[keyof typeof ARRAYS] | undefined {
  return Object.hasOwn(ARRAYS, dtype) ? ARRAYS[dtype as keyof typeof ARRAYS] : undefined;
}

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
      new (arrayOf(dtype) ?? Float32Array)(sizeOf(shape)),
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
    const array = arrayOf(dtype);
    const fits = data?.length === sizeOf(shape) && array !== undefined && data instanceof array;
    if (fits) continue;
    const found = data === undefined ? "nothing" : `${data.constructor.name}(${data.length})`;
    throw new Error(`Cannot bind ${kind} "${name}": needs ${dtype} [${shape}]: got ${found}`);
  }
}
