const MEMORY_SECTION = 5;
const HEADER_BYTES = 8;
const HAS_MAXIMUM = 1;

/** WebAssembly's unit of memory, in bytes. */
export const WASM_PAGE_BYTES = 65536;

/**
 * Lowers the maximum that a WebAssembly module declares for its memory, so that growing beyond it
 * fails inside the module (WebAssembly Core Specification 2.0, section 5.5.8).
 *
 * @param module The module's bytes; left as they are.
 * @param maxPages The new maximum, in pages of 64 KiB.
 * @returns A copy with the new maximum.
 * @throws {RangeError} If `maxPages` lies below the memory's initial size or above its old maximum.
 * @throws {TypeError} If the bytes define no memory that has a maximum.
 */
export function limitWasmMemory(
  module: Uint8Array<ArrayBuffer>,
  maxPages: number,
): Uint8Array<ArrayBuffer> {
  const bytes = module.slice();
  let at = HEADER_BYTES;
  const readUnsigned = (): number => {
    let value = 0;
    for (let shift = 0;; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined || shift > 28) {
        throw new TypeError("Cannot read the WebAssembly module");
      }
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };

  while (at < bytes.length) {
    const section = bytes[at++];
    const length = readUnsigned();
    if (section !== MEMORY_SECTION) {
      at += length;
      continue;
    }
    const count = readUnsigned();
    const flags = readUnsigned();
    if (count !== 1 || (flags & HAS_MAXIMUM) === 0) break;
    const initial = readUnsigned();
    const start = at;
    const declared = readUnsigned();
    if (!Number.isInteger(maxPages) || maxPages < initial || maxPages > declared) {
      throw new RangeError(
        `Cannot limit the memory to ${maxPages} pages: must be between ${initial} and ${declared}`,
      );
    }
    // The number keeps its width, padded with continuation bytes, so that no section moves.
    for (let i = start, rest = maxPages; i < at; i++, rest = Math.floor(rest / 128)) {
      bytes[i] = (rest % 128) | (i < at - 1 ? 0x80 : 0);
    }
    return bytes;
  }
  throw new TypeError("Cannot limit the memory: the module defines none that has a maximum");
}
