import type { Elements } from "../../graph/bound_arrays.ts";
import { type DataType, GraphBuilder } from "../../graph/graph.ts";
import { encodeOnnx, type OnnxModel } from "../../onnx/onnx.ts";
import { openNativeSession } from "./native_session.ts";
import { hostValue, ownValue } from "./native_values.ts";
import { addressesOf, cString, listOf, type OnnxLibrary } from "./onnx_api.ts";
import type { SharedTensor } from "./onnx_session.ts";
import type { ProviderDevice } from "./provider.ts";

/** A model that hands on what it is given: by it elements get to a device and back. */
function copyingModel(dtype: DataType): OnnxModel {
  const x = new GraphBuilder().input("x", { shape: [], dtype });
  return encodeOnnx({ outputs: { y: x } }, { shapes: { x: null, y: null } });
}

/** Elements of an array on a device, twice: a run reads the one copy and writes the other. */
interface Held {
  readonly tensor: SharedTensor;
  readonly copies: readonly [Deno.PointerValue, Deno.PointerValue];
  current: 0 | 1;
  /** Whether the elements have been brought there. */
  isFilled: boolean;
}

/**
 * The memory of a device, with the elements of arrays that stay there between runs; all programs of the
 * device see them. A shader must not write what it reads: what takes an array's place is written to
 * another copy.
 */
export class DeviceMemory {
  readonly #library: OnnxLibrary;
  readonly #device: ProviderDevice;
  readonly #held = new Map<Elements, Held>();
  readonly #copiers = new Map<DataType, Deno.PointerValue>();
  readonly #allocator: Deno.PointerValue;

  /**
   * Reaches the memory.
   *
   * @throws {Error} If the library does not know the device, or finds none.
   */
  constructor(library: OnnxLibrary, device: ProviderDevice) {
    this.#library = library;
    this.#device = device;
    const info = library.create("CreateMemoryInfo", cString(device.memory), 0, 0, 0);
    // The session lives as long as the process, and with it what it hands out.
    this.#allocator = library.create("CreateAllocator", this.#copier("float32"), info);
  }

  /** The session that copies elements of a type. */
  #copier(dtype: DataType): Deno.PointerValue {
    let session = this.#copiers.get(dtype);
    if (session === undefined) {
      const options = { threads: 1, device: this.#device };
      session = openNativeSession(this.#library, copyingModel(dtype), options);
      this.#copiers.set(dtype, session);
    }
    return session;
  }

  async #copy(dtype: DataType, from: Deno.PointerValue, to: Deno.PointerValue): Promise<void> {
    await this.#library.run(
      this.#copier(dtype),
      { names: listOf(["x"]), addresses: addressesOf([from]) },
      { names: listOf(["y"]), addresses: addressesOf([to]) },
    );
  }

  /**
   * Sends numbers to the device and back.
   *
   * @throws {Error} If others come back.
   */
  async check(): Promise<void> {
    const data = Float32Array.of(1, -2, 0.5, 3e-7), sent = data.slice();
    this.keep({ dtype: "float32", shape: [data.length], data });
    await this.current(data);
    data.fill(0);
    await this.download(data);
    this.drop(data);
    if (data.some((number, i) => number !== sent[i])) {
      throw new Error(`the device gives ${data} back for ${sent}`);
    }
  }

  /** Gives an array a place on the device; its elements get there when they are first read. */
  keep(tensor: SharedTensor): void {
    if (this.#held.has(tensor.data)) return;
    const copy = () => ownValue(this.#library, this.#allocator, tensor);
    this.#held.set(tensor.data, {
      tensor,
      copies: [copy(), copy()],
      current: 0,
      isFilled: false,
    });
  }

  /** Whether an array has a place on the device. */
  holds(data: Elements): boolean {
    return this.#held.has(data);
  }

  /** The copy of an array that is up to date. */
  async current(data: Elements): Promise<Deno.PointerValue> {
    const held = this.#held.get(data)!, { tensor, copies, current } = held;
    if (!held.isFilled) {
      const host = hostValue(this.#library, tensor);
      try {
        await this.#copy(tensor.dtype, host, copies[current]);
      } finally {
        this.#library.free("ReleaseValue", host);
      }
      held.isFilled = true;
    }
    return copies[current];
  }

  /** The copy of an array that is to be written. */
  next(data: Elements): Deno.PointerValue {
    const { copies, current } = this.#held.get(data)!;
    return copies[1 - current]!;
  }

  /** Says that the other copy of an array has been written: it is the one that counts. */
  turn(data: Elements): void {
    const held = this.#held.get(data)!;
    held.current = held.current === 0 ? 1 : 0;
    held.isFilled = true;
  }

  /** Brings an array up to date. */
  async download(data: Elements): Promise<void> {
    const held = this.#held.get(data);
    if (held === undefined || !held.isFilled) return;
    const host = hostValue(this.#library, held.tensor);
    try {
      await this.#copy(held.tensor.dtype, held.copies[held.current], host);
    } finally {
      this.#library.free("ReleaseValue", host);
    }
  }

  /** Takes an array's place on the device from it. */
  drop(data: Elements): void {
    const held = this.#held.get(data);
    held?.copies.forEach((copy) => this.#library.free("ReleaseValue", copy));
    this.#held.delete(data);
  }
}
