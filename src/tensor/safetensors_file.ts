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

/** A safetensors file whose tensors are read one by one, each when it is asked for. */
export class SafetensorsFile implements Disposable {
  /** Where it lies. */
  readonly path: string;
  /** Tensors by name. */
  readonly entries: ReadonlyMap<string, TensorEntry>;
  /** Free text by name. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly #file: Deno.FsFile;
  readonly #bodyStart: number;

  private constructor(
    path: string,
    file: Deno.FsFile,
    { entries, metadata }: SafetensorsHeader,
    bodyStart: number,
  ) {
    this.path = path;
    this.entries = new Map(entries.map((entry) => [entry.name, entry]));
    this.metadata = metadata;
    this.#file = file;
    this.#bodyStart = bodyStart;
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws {Error} If it cannot be opened or is no whole safetensors file.
   */
  static async open(path: string): Promise<SafetensorsFile> {
    let file: Deno.FsFile;
    try {
      file = await Deno.open(path);
    } catch (cause) {
      throw invalidSafetensors(path, "the file cannot be opened", cause);
    }
    try {
      const { size } = await file.stat();
      const first = await readAt(file, path, 0, new Uint8Array(Math.min(8, size)));
      const length = readHeaderLength(first, size, path);
      const bytes = await readAt(file, path, 8, new Uint8Array(length)), bodyStart = 8 + length;
      const header = decodeHeader(bytes, size - bodyStart, path);
      return new SafetensorsFile(path, file, header, bodyStart);
    } catch (error) {
      file.close();
      throw error;
    }
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
      await readAt(this.#file, this.path, place, new Uint8Array(data.buffer));
      return data;
    }
    if (widen === undefined) return undefined;
    const data = new Float32Array(bytes / 2), part = new Uint16Array(Math.min(PART, data.length));
    for (let at = 0; at < data.length; at += PART) {
      const some = part.subarray(0, data.length - at);
      const raw = new Uint8Array(some.buffer, 0, some.byteLength);
      await readAt(this.#file, this.path, place + 2 * at, raw);
      widen(some, data, at);
    }
    return data;
  }

  /** Reads the bytes of a tensor. */
  async readBytes(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const { start, end } = this.entries.get(name)!;
    const bytes = new Uint8Array(end - start);
    return await readAt(this.#file, this.path, this.#bodyStart + start, bytes);
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/** Fills an array with the bytes of a file from some place on. */
async function readAt(
  file: Deno.FsFile,
  path: string,
  place: number,
  into: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  await file.seek(place, Deno.SeekMode.Start);
  for (let read = 0; read < into.length;) {
    const count = await file.read(into.subarray(read));
    if (count === null) throw invalidSafetensors(path, "it ended while it was read");
    read += count;
  }
  return into;
}
