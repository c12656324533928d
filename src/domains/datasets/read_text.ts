import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** Options of {@linkcode openBytes} and {@linkcode readText}. */
export interface OpenOptions {
  /**
   * Bytes to which a gzipped file may unfold, so that a small one cannot fill the memory.
   *
   * @default {what is more of 256 MiB and a hundred times its size}
   */
  readonly most?: number;
}

/** The first two bytes of whatever gzip wrote (RFC 1952). */
const MAGIC = [0x1f, 0x8b] as const;

const MOST_BYTES = 2 ** 28, MOST_RATIO = 100;

async function startsAsGzip(file: Deno.FsFile): Promise<boolean> {
  const start = new Uint8Array(MAGIC.length);
  const count = await file.read(start);
  await file.seek(0, Deno.SeekMode.Start);
  return count === MAGIC.length && MAGIC.every((byte, i) => byte === start[i]);
}

/** What gzip members one after another hold, as `bgzip`, `pigz` and `cat a.gz b.gz` write them. */
async function* unzip(file: Deno.FsFile, most: number): AsyncGenerator<Uint8Array> {
  const source = Readable.fromWeb(file.readable as Parameters<typeof Readable.fromWeb>[0]);
  // DecompressionStream reads one member only. What goes wrong is thrown where it is read.
  const unzipped = pipeline(source, createGunzip(), () => {});
  let size = 0;
  for await (const piece of unzipped as AsyncIterable<Uint8Array>) {
    size += piece.length;
    if (size > most) {
      throw new RangeError(`it unfolds to more than ${most} bytes: unpack it where that is right`);
    }
    yield piece;
  }
}

/** Opens a file, to be decompressed while it is read if its name or its first bytes say so. */
export async function openBytes(
  path: string,
  { most }: OpenOptions = {},
): Promise<AsyncIterable<Uint8Array>> {
  const file = await Deno.open(path);
  const isGzip = await startsAsGzip(file) || /\.gz$/i.test(path);
  if (!isGzip) return file.readable;
  const { size } = await file.stat();
  return unzip(file, most ?? Math.max(MOST_BYTES, MOST_RATIO * size));
}

/**
 * Reads a text file, decompressing it if its name or its first bytes say so.
 *
 * @throws {Error} If the file cannot be read or decompressed, or unfolds to more than it may.
 */
export async function readText(path: string, options: OpenOptions = {}): Promise<string> {
  try {
    const decoder = new TextDecoder();
    let text = "";
    for await (const piece of await openBytes(path, options)) {
      text += decoder.decode(piece, { stream: true });
    }
    return text + decoder.decode();
  } catch (cause) {
    throw new Error(`Cannot read "${path}": ${(cause as Error).message}`, { cause });
  }
}
