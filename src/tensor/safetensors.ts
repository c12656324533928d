import {
  ARRAYS,
  decodeHeader,
  MAX_HEADER_BYTES,
  readHeaderLength,
  type SafetensorsType,
} from "./safetensors_header.ts";

export type { SafetensorsType };

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

/**
 * Decodes the bytes of a safetensors file. Tensors whose type is not read here are left out.
 *
 * @param source Name for error messages.
 * @throws {Error} If the bytes are not a whole safetensors file.
 */
export function decodeSafetensors(bytes: Uint8Array, source = "bytes"): Safetensors {
  const headerLength = readHeaderLength(bytes, bytes.length, source);
  const body = bytes.subarray(8 + headerLength), head = bytes.subarray(8, 8 + headerLength);
  const { entries, metadata } = decodeHeader(head, body.length, source);
  const tensors: [string, NamedTensor][] = [], unread: [string, string][] = [];
  for (const { name, dtype, shape, start, end } of entries) {
    if (!Object.hasOwn(ARRAYS, dtype)) {
      unread.push([name, dtype]);
      continue;
    }
    const TypedArray = ARRAYS[dtype as SafetensorsType];
    const data = new TypedArray(body.slice(start, end).buffer);
    tensors.push([name, { dtype: dtype as SafetensorsType, shape, data }]);
  }
  return { tensors: Object.fromEntries(tensors), metadata, unread: Object.fromEntries(unread) };
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

/**
 * Encodes tensors as a safetensors file.
 *
 * @returns The parts of the file, one after the other: joined, large tensors would be held twice.
 * @throws {RangeError} If a tensor's data does not fill its shape, or the header grows too large.
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, NamedTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer>[] {
  return [encodeHeader(tensors, metadata), ...Object.values(tensors).map(bytesOf)];
}
