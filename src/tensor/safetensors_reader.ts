import {
  decodeHeader,
  invalidSafetensors,
  readHeaderLength,
  type SafetensorsHeader,
  type TensorEntry,
} from "./safetensors_header.ts";

/** Elements that are widened at a time. */
const PART = 2 ** 20;

/** Widens elements to float32, into an array from some index on. */
type Widen = (from: Uint16Array<ArrayBuffer>, into: Float32Array<ArrayBuffer>, at: number) => void;

/** By type; those of a map have no prototype that a file's text could name. */
const WIDEN = new Map<string, Widen>(Object.entries({
  F16(from: Uint16Array<ArrayBuffer>, into: Float32Array<ArrayBuffer>, at: number) {
    into.set(new Float16Array(from.buffer, from.byteOffset, from.length), at);
  },
  BF16(from: Uint16Array<ArrayBuffer>, into: Float32Array<ArrayBuffer>, at: number) {
    // A bfloat16 is the upper half of a float32.
    const bits = new Uint32Array(into.buffer);
    for (let i = 0; i < from.length; i++) bits[at + i] = from[i]! << 16;
  },
}));

/** Bytes that are read from some place on. */
export interface ByteSource {
  /** How many there are. */
  readonly size: number;
  /** Fills an array with those from a place on; says how many there were. */
  read(place: number, into: Uint8Array<ArrayBuffer>): Promise<number>;
  /** Closes what they are read from. */
  close(): void;
}

/** The content of a safetensors file whose tensors are read one by one, each when it is asked for. */
export class SafetensorsReader implements Disposable {
  /** Where it lies, or what it is called. */
  readonly path: string;
  /** Tensors by name. */
  readonly entries: ReadonlyMap<string, TensorEntry>;
  /** Free text by name. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly #source: ByteSource;
  readonly #bodyStart: number;

  private constructor(
    path: string,
    source: ByteSource,
    { entries, metadata }: SafetensorsHeader,
    bodyStart: number,
  ) {
    this.path = path;
    this.entries = new Map(entries.map((entry) => [entry.name, entry]));
    this.metadata = metadata;
    this.#source = source;
    this.#bodyStart = bodyStart;
  }

  /**
   * Reads the header; the source is closed where that fails.
   *
   * @param path Where the bytes lie, or what they are called.
   * @throws {Error} If they are no whole safetensors file.
   */
  static async open(source: ByteSource, path: string): Promise<SafetensorsReader> {
    try {
      const first = await readAt(source, path, 0, new Uint8Array(Math.min(8, source.size)));
      const length = readHeaderLength(first, source.size, path);
      const bytes = await readAt(source, path, 8, new Uint8Array(length)), bodyStart = 8 + length;
      const header = decodeHeader(bytes, source.size - bodyStart, path);
      return new SafetensorsReader(path, source, header, bodyStart);
    } catch (error) {
      source.close();
      throw error;
    }
  }

  /** The last part of {@linkcode path}. */
  get name(): string {
    return this.path.slice(this.path.lastIndexOf("/") + 1);
  }

  /**
   * Reads a tensor as float32, the only large thing that is held.
   *
   * @returns Its elements, or `undefined` if they are neither float32 nor half as wide.
   */
  async readFloats(name: string): Promise<Float32Array<ArrayBuffer> | undefined> {
    const { dtype, start, end } = this.entries.get(name)!, widen = WIDEN.get(dtype);
    const place = this.#bodyStart + start, bytes = end - start;
    if (dtype === "F32") {
      const data = new Float32Array(bytes / 4);
      await readAt(this.#source, this.path, place, new Uint8Array(data.buffer));
      return data;
    }
    if (widen === undefined) return undefined;
    const data = new Float32Array(bytes / 2), part = new Uint16Array(Math.min(PART, data.length));
    for (let at = 0; at < data.length; at += PART) {
      const some = part.subarray(0, data.length - at);
      const raw = new Uint8Array(some.buffer, 0, some.byteLength);
      await readAt(this.#source, this.path, place + 2 * at, raw);
      widen(some, data, at);
    }
    return data;
  }

  /** Reads the bytes of a tensor. */
  async readBytes(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const { start, end } = this.entries.get(name)!;
    const bytes = new Uint8Array(end - start);
    return await readAt(this.#source, this.path, this.#bodyStart + start, bytes);
  }

  /** Closes the source. */
  [Symbol.dispose](): void {
    this.#source.close();
  }
}

/** Fills an array with the bytes of a source from some place on. */
async function readAt(
  source: ByteSource,
  path: string,
  place: number,
  into: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  if (await source.read(place, into) === into.length) return into;
  throw invalidSafetensors(path, "it ended while it was read");
}
