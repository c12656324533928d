import assert from "node:assert/strict";
import { type EmscriptenFileSystem, limitFileWrites } from "./file_limit.ts";

const FILE = 0o100000, CHARACTER_DEVICE = 0o020000;

class ErrnoError extends Error {
  constructor(readonly errno: number) {
    super(`errno ${errno}`);
  }
}

/** Emscripten's file system, as far as the limit meets it: it tells what reaches it. */
function fakeFileSystem(): { fs: EmscriptenFileSystem; reached: number[] } {
  const reached: number[] = [];
  const fs: EmscriptenFileSystem = {
    ErrnoError,
    isChrdev: (mode) => mode === CHARACTER_DEVICE,
    write(_stream, _buffer, _offset, length) {
      reached.push(length);
      return length;
    },
    filesystems: {
      MEMFS: {
        resizeFileStorage(node, size) {
          reached.push(size);
          node.usedBytes = size;
        },
      },
    },
  };
  return { fs, reached };
}

const NO_SPACE = { errno: 51 };

Deno.test("writes to files and pipes are limited in all, however many they are", () => {
  const { fs, reached } = fakeFileSystem();
  limitFileWrites(fs, 10);
  const file = { node: { mode: FILE } }, pipe = {};
  assert.equal(fs.write(file, "", 0, 6), 6);
  assert.equal(fs.write(pipe, "", 0, 4), 4);
  assert.throws(() => fs.write(file, "", 0, 1), NO_SPACE);
  assert.throws(() => fs.write(pipe, "", 0, 1), NO_SPACE);
  assert.deepEqual(reached, [6, 4]);
});

Deno.test("what is printed counts elsewhere", () => {
  const { fs } = fakeFileSystem();
  limitFileWrites(fs, 10);
  const terminal = { node: { mode: CHARACTER_DEVICE } };
  assert.equal(fs.write(terminal, "", 0, 1000), 1000);
  assert.equal(fs.write({ node: { mode: FILE } }, "", 0, 10), 10);
});

Deno.test("a file that grows without being written to counts, too", () => {
  const { fs, reached } = fakeFileSystem();
  limitFileWrites(fs, 10);
  const { MEMFS } = fs.filesystems, node = { usedBytes: 2 };
  MEMFS.resizeFileStorage(node, 8);
  MEMFS.resizeFileStorage(node, 1);
  assert.throws(() => MEMFS.resizeFileStorage(node, 10 ** 10), NO_SPACE);
  assert.equal(node.usedBytes, 1);
  MEMFS.resizeFileStorage(node, 5);
  assert.throws(() => MEMFS.resizeFileStorage(node, 6), NO_SPACE);
  assert.deepEqual(reached, [8, 1, 5]);
});
