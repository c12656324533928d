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

/** The typed array that holds the elements of each type. */
export const ARRAYS = {
  // Older JavaScript has none; it can still read the other types.
  F16: globalThis.Float16Array,
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

/** Most bytes of a header, as the format's own library has it. */
export const MAX_HEADER_BYTES = 100_000_000;

/** The error that a file cannot be read. */
export function invalidSafetensors(source: string, reason: string, cause?: unknown): Error {
  return new Error(`Cannot read safetensors "${source}": ${reason}`, { cause });
}

/** Bytes of an element of each type of the format that is not read here, but may stand in a file. */
const UNREAD: Readonly<Record<string, number>> = {
  ...{ BOOL: 1, I16: 2, U64: 8, C64: 8, F8_E4M3: 1, F8_E5M2: 1, F8_E8M0: 1 },
};

/** Where a tensor stands in a file, and what it is. */
export interface TensorEntry {
  /** Its name. */
  readonly name: string;
  /** Element type; not all of those there are can be read. */
  readonly dtype: string;
  /** Size of each axis; a scalar has none. */
  readonly shape: readonly number[];
  /** Its first byte, counted from the end of the header. */
  readonly start: number;
  /** The byte after its last. */
  readonly end: number;
}

/** What a file holds. */
export interface SafetensorsHeader {
  /** Its tensors, in the order of the header. */
  readonly entries: readonly TensorEntry[];
  /** Free text by name. */
  readonly metadata: Record<string, string>;
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && value as number >= 0;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function checkEntry(source: string, name: string, value: unknown, length: number): TensorEntry {
  const fail = (reason: string) =>
    invalidSafetensors(source, `tensor ${JSON.stringify(name)} ${reason}`);
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
): TensorEntry[] {
  const entries = Object.entries(header).map(([name, value]) =>
    checkEntry(source, name, value, length)
  );
  let at = 0;
  for (
    const { name, start, end } of entries.toSorted((a, b) => a.start - b.start || a.end - b.end)
  ) {
    if (start !== at) {
      const what = start < at ? "overlaps the one before it" : `leaves ${start - at} bytes unused`;
      throw invalidSafetensors(source, `tensor ${JSON.stringify(name)} ${what}`);
    }
    at = end;
  }
  if (at !== length) {
    throw invalidSafetensors(source, `${length - at} bytes after the last tensor are unused`);
  }
  return entries;
}

function checkMetadata(source: string, metadata: unknown): Record<string, string> {
  const isText = (value: unknown) => typeof value === "string";
  if (isObject(metadata) && Object.values(metadata).every(isText)) {
    return metadata as Record<string, string>;
  }
  throw invalidSafetensors(
    source,
    `its metadata are ${JSON.stringify(metadata).slice(0, 60)}, not texts by name`,
  );
}

/**
 * Bytes of the header, which follows the 8 bytes that say so.
 *
 * @param bytes The first bytes of the file.
 * @param fileLength Bytes of the whole file.
 * @throws {Error} If the file cannot hold that many.
 */
export function readHeaderLength(bytes: Uint8Array, fileLength: number, source: string): number {
  if (bytes.length < 8) {
    throw invalidSafetensors(source, "the file is shorter than its 8-byte header size");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length <= Math.min(MAX_HEADER_BYTES, fileLength - 8)) return length;
  const claim = `the header claims ${length} bytes; is it a safetensors file?`;
  throw invalidSafetensors(source, claim);
}

/**
 * Decodes a header.
 *
 * @param bytes The header without its size.
 * @param length Bytes that follow it.
 * @throws {Error} If it is none, or does not describe what follows.
 */
export function decodeHeader(
  bytes: Uint8Array,
  length: number,
  source: string,
): SafetensorsHeader {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw invalidSafetensors(source, "the header is not JSON", cause);
  }
  if (!isObject(header)) throw invalidSafetensors(source, "the header is no object");
  const { __metadata__: metadata = {}, ...described } = header;
  const texts = checkMetadata(source, metadata);
  return { entries: checkEntries(source, described, length), metadata: texts };
}
