/**
 * Element types of safetensors files that JavaScript has typed arrays for, and bfloat16, whose bits are
 * held as `U16`.
 */
export type SafetensorsType =
  | "F16"
  | "BF16"
  | "F32"
  | "F64"
  | "I32"
  | "I64"
  | "U8"
  | "I8"
  | "U16"
  | "U32";

/** The typed arrays that hold them. */
export type TensorData =
  | Float16Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>;

/** A tensor in memory, row-major. */
export interface NamedTensor {
  /** Element type. */
  readonly dtype: SafetensorsType;
  /** Size of each axis; a scalar has none. */
  readonly shape: readonly number[];
  /** Elements; as many as the product of `shape`. */
  readonly data: TensorData;
}

/** The content of a safetensors file. */
export interface Safetensors {
  /** Tensors by name. */
  readonly tensors: Record<string, NamedTensor>;
  /** Free text by name. */
  readonly metadata: Record<string, string>;
  /** Types of the tensors that are left out, by name, as no typed array holds them. */
  readonly unread: Record<string, string>;
}

const ARRAYS = {
  F16: Float16Array,
  BF16: Uint16Array,
  F32: Float32Array,
  F64: Float64Array,
  I32: Int32Array,
  I64: BigInt64Array,
  U8: Uint8Array,
  I8: Int8Array,
  U16: Uint16Array,
  U32: Uint32Array,
} as const;

const MAX_HEADER_BYTES = 100_000_000;

function invalid(source: string, reason: string, cause?: unknown): Error {
  return new Error(`Cannot read safetensors "${source}": ${reason}`, { cause });
}

/** Bytes of an element of each type of the format that is not read here, but may stand in a file. */
const UNREAD: Readonly<Record<string, number>> = {
  ...{ BOOL: 1, I16: 2, U64: 8, C64: 8, F8_E4M3: 1, F8_E5M2: 1, F8_E8M0: 1 },
};

/** Where a tensor stands in a file, and what it is. */
interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && value as number >= 0;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function checkEntry(source: string, name: string, value: unknown, length: number): Entry {
  const fail = (reason: string) => invalid(source, `tensor ${JSON.stringify(name)} ${reason}`);
  if (!isObject(value)) throw fail(`is described by ${JSON.stringify(value)}`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== "string") throw fail(`has type ${JSON.stringify(dtype)}`);
  if (!Array.isArray(shape) || !shape.every(isSize)) {
    throw fail(`has shape ${JSON.stringify(shape)}: sizes are whole numbers`);
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize)) {
    throw fail(`has offsets ${JSON.stringify(offsets)}: they are two whole numbers`);
  }
  const [start, end] = offsets as [number, number];
  const bytes = Object.hasOwn(ARRAYS, dtype)
    ? ARRAYS[dtype as SafetensorsType].BYTES_PER_ELEMENT
    : Object.hasOwn(UNREAD, dtype)
    ? UNREAD[dtype]
    : undefined;
  const size = shape.reduce((product, n) => product * n, 1);
  const isFull = bytes === undefined ? end >= start : end - start === size * bytes;
  if (end > length || !isFull) throw fail("does not fit the file; is it cut short?");
  return { name, dtype, shape, start, end };
}

/** The tensors of a header, which fill the rest of the file without overlap or hole. */
function checkEntries(
  source: string,
  header: Readonly<Record<string, unknown>>,
  length: number,
): Entry[] {
  const entries = Object.entries(header).map(([name, value]) =>
    checkEntry(source, name, value, length)
  );
  let at = 0;
  for (
    const { name, start, end } of entries.toSorted((a, b) => a.start - b.start || a.end - b.end)
  ) {
    if (start !== at) {
      const what = start < at ? "overlaps the one before it" : `leaves ${start - at} bytes unused`;
      throw invalid(source, `tensor ${JSON.stringify(name)} ${what}`);
    }
    at = end;
  }
  if (at !== length) throw invalid(source, `${length - at} bytes after the last tensor are unused`);
  return entries;
}

function checkMetadata(source: string, metadata: unknown): Record<string, string> {
  const isText = (value: unknown) => typeof value === "string";
  if (isObject(metadata) && Object.values(metadata).every(isText)) {
    return metadata as Record<string, string>;
  }
  throw invalid(
    source,
    `its metadata are ${JSON.stringify(metadata).slice(0, 60)}, not texts by name`,
  );
}

/**
 * Decodes the bytes of a safetensors file. Tensors whose type is not read here are left out.
 *
 * @param source Name for error messages.
 * @throws {Error} If the bytes are not a whole safetensors file.
 */
export function decodeSafetensors(bytes: Uint8Array, source = "bytes"): Safetensors {
  if (bytes.length < 8) throw invalid(source, "the file is shorter than its 8-byte header size");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > Math.min(MAX_HEADER_BYTES, bytes.length - 8)) {
    throw invalid(source, `the header claims ${headerLength} bytes; is it a safetensors file?`);
  }
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)));
  } catch (cause) {
    throw invalid(source, "the header is not JSON", cause);
  }
  if (!isObject(header)) throw invalid(source, "the header is no object");
  const body = bytes.subarray(8 + headerLength);
  const { __metadata__: metadata = {}, ...described } = header;
  const texts = checkMetadata(source, metadata);
  const tensors: [string, NamedTensor][] = [], unread: [string, string][] = [];
  for (const { name, dtype, shape, start, end } of checkEntries(source, described, body.length)) {
    if (!Object.hasOwn(ARRAYS, dtype)) {
      unread.push([name, dtype]);
      continue;
    }
    const TypedArray = ARRAYS[dtype as SafetensorsType];
    const data = new TypedArray(body.slice(start, end).buffer);
    tensors.push([name, { dtype: dtype as SafetensorsType, shape, data }]);
  }
  return {
    tensors: Object.fromEntries(tensors),
    metadata: texts,
    unread: Object.fromEntries(unread),
  };
}

/** The header of a safetensors file with its size before it; the tensors' bytes follow in order. */
function encodeHeader(
  tensors: Readonly<Record<string, NamedTensor>>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header.__metadata__ = metadata;
  let offset = 0;
  for (const [name, { dtype, shape, data }] of Object.entries(tensors)) {
    const size = shape.reduce((product, n) => product * n, 1);
    if (data.length !== size) {
      throw new RangeError(
        `Cannot encode tensor "${name}": shape [${shape}] needs ${size} elements: got ${data.length}`,
      );
    }
    header[name] = { dtype, shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const plain = new TextEncoder().encode(JSON.stringify(header));
  if (plain.length > MAX_HEADER_BYTES) {
    throw new RangeError(
      `Cannot encode tensors: names and metadata take ${plain.length} bytes, a header holds at most ` +
        MAX_HEADER_BYTES,
    );
  }
  // The format asks for tensors aligned to 8 bytes; spaces after the JSON are allowed.
  const bytes = new Uint8Array(8 + Math.ceil(plain.length / 8) * 8).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(bytes.length - 8), true);
  bytes.set(plain, 8);
  return bytes;
}

const bytesOf = ({ data }: NamedTensor) =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** Reads a safetensors file. */
export async function readSafetensors(path: string): Promise<Safetensors> {
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(path);
  } catch (cause) {
    throw invalid(path, "the file cannot be opened", cause);
  }
  return decodeSafetensors(bytes, path);
}

/**
 * Writes a safetensors file: first beside its place, then renamed, so that none is seen half.
 *
 * @throws {RangeError} If a tensor's data does not fill its shape, or the header grows too large.
 */
export async function writeSafetensors(
  path: string,
  tensors: Readonly<Record<string, NamedTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  // Part by part: joined, they would be held twice.
  const parts = [encodeHeader(tensors, metadata), ...Object.values(tensors).map(bytesOf)];
  const temporary = `${path}.tmp-${Deno.pid}`;
  const file = await Deno.open(temporary, { write: true, create: true, truncate: true });
  try {
    for (const part of parts) {
      for (let written = 0; written < part.length;) {
        written += await file.write(part.subarray(written));
      }
    }
    await file.sync();
  } finally {
    file.close();
  }
  await Deno.rename(temporary, path);
}
