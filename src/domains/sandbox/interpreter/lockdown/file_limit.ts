/** `ENOSPC` in Emscripten's numbering. */
const NO_SPACE = 51;

interface Stream {
  readonly node?: { readonly mode: number };
}

/** The parts of Emscripten's file system in use. */
export interface EmscriptenFileSystem {
  readonly ErrnoError: new (errno: number) => Error;
  isChrdev(mode: number): boolean;
  write(
    stream: Stream,
    buffer: unknown,
    offset: number,
    length: number,
    ...rest: unknown[]
  ): number;
  filesystems: { MEMFS: { resizeFileStorage(node: { usedBytes: number }, size: number): void } };
}

/**
 * Limits what may be written to files and pipes. They live in JavaScript's memory, which WebAssembly's
 * limit does not count.
 *
 * @param limit Bytes in all, whether or not they are deleted later.
 */
export function limitFileWrites(fs: EmscriptenFileSystem, limit: number): void {
  let left = limit;
  const spend = (bytes: number) => {
    if (bytes > left) throw new fs.ErrnoError(NO_SPACE);
    left -= bytes;
  };

  const write = fs.write.bind(fs);
  fs.write = (stream, buffer, offset, length, ...rest) => {
    if (stream.node === undefined || !fs.isChrdev(stream.node.mode)) spend(length);
    return write(stream, buffer, offset, length, ...rest);
  };

  const { MEMFS } = fs.filesystems;
  const resize = MEMFS.resizeFileStorage.bind(MEMFS);
  MEMFS.resizeFileStorage = (node, size) => {
    spend(Math.max(0, size - node.usedBytes));
    resize(node, size);
  };
}
