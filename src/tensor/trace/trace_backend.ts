import * as tf from "@tensorflow/tfjs-core";
import type { Elements } from "../graph/bound_arrays.ts";
import {
  type ConstantData,
  type DataType,
  GraphBuilder,
  type TensorSpec,
  type Value,
} from "../graph/graph.ts";

interface Entry {
  readonly value: Value;
  references: number;
}

/**
 * A tfjs backend that records instead of computing: a tensor's data is a {@linkcode Value} of the
 * graph under construction.
 */
export class TraceBackend extends tf.KernelBackend {
  /** Builds the graph under construction. */
  builder = new GraphBuilder();
  #entries = new Map<object, Entry>();

  /** Forgets everything recorded. */
  reset(): void {
    this.builder = new GraphBuilder();
    this.#entries.clear();
  }

  /**
   * The graph value that a tensor stands for.
   *
   * @throws {Error} If the tensor was not made under this trace.
   */
  traced(info: { readonly dataId: object }): Value {
    const entry = this.#entries.get(info.dataId);
    if (entry === undefined) {
      throw new Error("Cannot trace: a tensor was made outside this trace and is not an input");
    }
    return entry.value;
  }

  /** Gives a graph value to tfjs as a tensor. */
  infoOf(value: Value): tf.TensorInfo {
    const dataId = { id: value.id };
    this.#entries.set(dataId, { value, references: 1 });
    // tfjs has neither int64 nor uint8; such values are only ever operands of nodes that are added to
    // the graph as they are. Bytes pass for what is as wide.
    const dtype = value.dtype === "uint8" ? "bool" : value.dtype as tf.DataType;
    return { dataId, shape: [...value.shape], dtype };
  }

  /** A tensor that is fed when the recorded graph runs. */
  input(name: string, shape: readonly number[], dtype: DataType = "float32"): tf.Tensor {
    const info = this.infoOf(this.builder.input(name, { shape, dtype }));
    return tf.engine().makeTensorFromTensorInfo(info, this);
  }

  /** A tensor of known elements, which are not copied. */
  external(data: Elements, spec: TensorSpec): tf.Tensor {
    const info = this.infoOf(this.builder.constant(data, { ...spec, isExternal: true }));
    return tf.engine().makeTensorFromTensorInfo(info, this);
  }

  #store(dataId: object, values: unknown, shape: number[], dtype: tf.DataType, references: number) {
    const data = dtype === "int32"
      ? Int32Array.from(values as ArrayLike<number>)
      : dtype === "bool"
      ? Uint8Array.from(values as ArrayLike<number>)
      : Float32Array.from(values as ArrayLike<number>);
    const spec = { shape, dtype: dtype as DataType };
    const uniform = data.length > 0 && data.every((x) => x === data[0]);
    const value = uniform ? this.builder.fill(data[0]!, spec) : this.builder.constant(data, spec);
    this.#entries.set(dataId, { value, references });
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): object {
    const dataId = {};
    this.#store(dataId, values, shape, dtype, 1);
    return dataId;
  }

  override move(
    dataId: object,
    values: tf.BackendValues,
    shape: number[],
    dtype: tf.DataType,
    references: number,
  ): void {
    this.#store(dataId, values, shape, dtype, references);
  }

  override readSync(dataId: object): tf.BackendValues {
    const { constant, shape, dtype, node, input } = this.traced({ dataId });
    if (constant === undefined) {
      const name = node?.op ?? `input "${input}"`;
      throw new Error(`Cannot trace: the program reads the value of ${name} while it is recorded`);
    }
    if (typeof constant !== "number") return constant as Exclude<ConstantData, BigInt64Array>;
    const size = shape.reduce((product, n) => product * n, 1);
    return (dtype === "float32" ? new Float32Array(size) : new Int32Array(size)).fill(constant);
  }

  override read(dataId: object): Promise<tf.BackendValues> {
    return Promise.resolve(this.readSync(dataId));
  }

  override refCount(dataId: object): number {
    return this.#entries.get(dataId)?.references ?? 0;
  }

  override incRef(dataId: object): void {
    const entry = this.#entries.get(dataId);
    if (entry !== undefined) entry.references++;
  }

  override disposeData(dataId: object, force = false): boolean {
    const entry = this.#entries.get(dataId);
    if (entry === undefined) return true;
    if (--entry.references > 0 && !force) return false;
    this.#entries.delete(dataId);
    return true;
  }

  override numDataIds(): number {
    return this.#entries.size;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override dispose(): void {
    this.reset();
  }
}
