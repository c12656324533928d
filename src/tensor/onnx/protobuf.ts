const FIXED64 = 1, LENGTH_DELIMITED = 2, FIXED32 = 5;

// Fields of at least this many bytes are kept as they are instead of being copied: weights are.
const LARGE = 4096;

/**
 * Writes the protocol-buffer wire format: as much of it as ONNX and event files need.
 *
 * Large fields are not copied before {@linkcode ProtobufWriter.finish}, so they must not change until
 * then.
 *
 * Source: https://protobuf.dev/programming-guides/encoding
 */
export class ProtobufWriter {
  /** Finished pieces; `#buffer` continues them. */
  #pieces: Uint8Array[] = [];
  #piecesLength = 0;
  #buffer = new Uint8Array(64);
  #length = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.#piecesLength + this.#length;
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#buffer.length, this.#length + size));
    grown.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = grown;
  }

  #append(piece: Uint8Array): void {
    if (piece.length < LARGE) {
      this.#reserve(piece.length);
      this.#buffer.set(piece, this.#length);
      this.#length += piece.length;
      return;
    }
    this.#pieces.push(this.#buffer.slice(0, this.#length), piece);
    this.#piecesLength += this.#length + piece.length;
    this.#length = 0;
  }

  #varint(value: number | bigint): void {
    this.#reserve(10);
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest > 0x7fn) {
      this.#buffer[this.#length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#buffer[this.#length++] = Number(rest);
  }

  /** Appends an integer field; negative numbers take ten bytes. */
  integer(field: number, value: number | bigint): this {
    this.#varint(field << 3);
    this.#varint(value);
    return this;
  }

  /** Appends a float32 field. */
  float(field: number, value: number): this {
    this.#varint(field << 3 | FIXED32);
    this.#reserve(4);
    new DataView(this.#buffer.buffer).setFloat32(this.#length, value, true);
    this.#length += 4;
    return this;
  }

  /** Appends a float64 field. */
  double(field: number, value: number): this {
    this.#varint(field << 3 | FIXED64);
    this.#reserve(8);
    new DataView(this.#buffer.buffer).setFloat64(this.#length, value, true);
    this.#length += 8;
    return this;
  }

  /** Appends a field of raw bytes. */
  bytes(field: number, value: Uint8Array): this {
    this.#varint(field << 3 | LENGTH_DELIMITED);
    this.#varint(value.length);
    this.#append(value);
    return this;
  }

  /** Appends a text field. */
  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  /** Appends a nested message. */
  message(field: number, value: ProtobufWriter): this {
    this.#varint(field << 3 | LENGTH_DELIMITED);
    this.#varint(value.length);
    return this.raw(value);
  }

  /** Appends fields that another writer holds. */
  raw(value: ProtobufWriter): this {
    for (const piece of value.#pieces) this.#append(piece);
    this.#append(value.#buffer.subarray(0, value.#length));
    return this;
  }

  /** The bytes written so far, copied. */
  finish(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.length);
    let offset = 0;
    for (const piece of [...this.#pieces, this.#buffer.subarray(0, this.#length)]) {
      bytes.set(piece, offset);
      offset += piece.length;
    }
    return bytes;
  }
}
