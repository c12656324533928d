import { createHash } from "node:crypto";
import { dirname, join } from "node:path";

const CHUNK = 1 << 20;

/** Whether an error says that nothing lies at a path. */
export function isAbsence(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory;
}

/** Whether a path exists, links not followed. */
export function exists(path: string): boolean {
  return statOf(path) !== undefined;
}

/** What the file system says of a path, links not followed; `undefined` if there is nothing. */
export function statOf(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.lstatSync(path);
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/**
 * Why a folder lacks a file, as the end of a sentence: `there is no such folder`, `it is a file, not a
 * folder`, `it cannot be read` or `it has no config.json`.
 */
export function whyMissing(folder: string, file: string): string {
  try {
    return Deno.statSync(folder).isDirectory ? `it has no ${file}` : "it is a file, not a folder";
  } catch (error) {
    return isAbsence(error) ? "there is no such folder" : "it cannot be read";
  }
}

/** Whether an error says that a disk, or a user's share of it, is full. */
export function isDiskFull(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === "ENOSPC" || code === "EDQUOT";
}

/** Reads a text file; `undefined` if there is none. */
export function readText(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/** Names in a folder, sorted; none if there is no such folder. */
export function namesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  } catch (error) {
    if (isAbsence(error)) return [];
    throw error;
  }
}

/** Removes a file or folder, if it is there. */
export function remove(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Makes the disk hold what was written to a file. */
export function syncFile(path: string): void {
  const file = Deno.openSync(path, { read: true });
  try {
    file.syncSync();
  } finally {
    file.close();
  }
}

/** A name beside `path` that no other process uses. */
export function temporaryName(path: string): string {
  return `${path}.${Deno.pid.toString(36)}-${crypto.randomUUID().slice(0, 8)}.tmp`;
}

/** Writes a file so that readers see the old one or the whole new one, never a half. */
export function writeAtomically(path: string, content: string | Uint8Array): void {
  const temporary = temporaryName(path);
  Deno.mkdirSync(dirname(path), { recursive: true });
  try {
    const file = Deno.openSync(temporary, { write: true, createNew: true });
    try {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
      file.syncSync();
    } finally {
      file.close();
    }
    Deno.renameSync(temporary, path);
  } catch (error) {
    remove(temporary);
    throw error;
  }
}

/** The sha256 of a file's bytes, in hexadecimal, and how many they are. */
export function hashFile(path: string): { hash: string; bytes: number } {
  const digest = createHash("sha256");
  const buffer = new Uint8Array(CHUNK);
  const file = Deno.openSync(path, { read: true });
  let bytes = 0;
  try {
    for (;;) {
      const read = file.readSync(buffer);
      if (read === null) break;
      bytes += read;
      digest.update(buffer.subarray(0, read));
    }
  } finally {
    file.close();
  }
  return { hash: digest.digest("hex"), bytes };
}

/** Paths of all files within a folder, and of its empty folders (with a `/` after), sorted. */
export function listFiles(folder: string): string[] {
  const found: string[] = [];
  const walk = (path: string, prefix: string) => {
    let empty = true;
    for (const entry of Deno.readDirSync(path)) {
      empty = false;
      const name = prefix + entry.name;
      if (entry.isDirectory) walk(join(path, entry.name), `${name}/`);
      else found.push(name);
    }
    if (empty && prefix !== "") found.push(prefix);
  };
  walk(folder, "");
  return found.sort();
}
