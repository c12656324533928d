import { dirname, join } from "node:path";
import { canonicalJson, sha256 } from "../../support/json.ts";
import { UserError } from "../../support/user_error.ts";
import { linkedFiles, linkedStat } from "./linked_files.ts";
import {
  exists,
  hashFile,
  listFiles,
  remove,
  statOf,
  syncFile,
  temporaryName,
} from "../../support/files.ts";

/** A file in the store. */
export interface FileRecord {
  /** Tells files from folders. */
  readonly kind: "file";
  /** sha256 of the bytes. */
  readonly hash: string;
  /** Size in bytes; of all files together for a folder. */
  readonly bytes: number;
}

/** A folder in the store. */
export interface FolderRecord {
  /** Tells files from folders. */
  readonly kind: "folder";
  /** sha256 over the names and hashes of all files. */
  readonly hash: string;
  /** Size in bytes; of all files together for a folder. */
  readonly bytes: number;
  /** sha256 and size of each file, by path; an empty folder is a path with `/` after. */
  readonly files: Readonly<Record<string, readonly [hash: string, bytes: number]>>;
}

/** What a task wrote, by content. */
export type ObjectRecord = FileRecord | FolderRecord;

/** What is wrong with an object. */
export interface Damage {
  /** Hash by which the object is stored. */
  readonly hash: string;
  /** Such as `"train.safetensors" was changed`. */
  readonly reason: string;
}

/**
 * Time given to every stored file, in seconds: whatever writes to one leaves another, so that a
 * changed file is found by a look at its time alone and only then read.
 */
const STORED_AT = 1;

const isWindows = Deno.build.os === "windows";

function seal(path: string): void {
  syncFile(path);
  if (!isWindows) Deno.chmodSync(path, 0o444);
  Deno.utimeSync(path, STORED_AT, STORED_AT);
}

/** Content-addressed files and folders under one folder. */
export class ObjectFolder {
  /** Absolute path. */
  readonly path: string;

  /** Objects in the folder at an absolute path, which need not exist yet. */
  constructor(path: string) {
    this.path = path;
  }

  /** Where an object is, or would be. */
  pathOf(hash: string): string {
    return join(this.path, hash.slice(0, 2), hash.slice(2));
  }

  /**
   * Takes a file or folder into the store; it is moved, not copied.
   *
   * @throws {UserError} If there is nothing, or if it is or holds a link or another special file.
   */
  take(path: string, what: string): ObjectRecord {
    const record = this.describe(path, what);
    if (record.kind === "file") seal(path);
    else {
      for (const name of Object.keys(record.files)) {
        if (!name.endsWith("/")) seal(join(path, name));
      }
    }
    const target = this.pathOf(record.hash);
    if (this.check(record) === undefined) {
      remove(path);
      // Marks it as new, so that a gc that found it unused leaves it.
      const now = record.kind === "folder" ? Date.now() / 1000 : STORED_AT;
      Deno.utimeSync(target, now, now);
    } else {
      Deno.mkdirSync(dirname(target), { recursive: true });
      if (exists(target)) Deno.renameSync(target, temporaryName(target));
      try {
        Deno.renameSync(path, target);
      } catch (error) {
        // Another process stored the same folder in between.
        if (this.check(record) !== undefined) throw error;
        remove(path);
      }
    }
    return record;
  }

  /**
   * Hashes a file or folder that stands anywhere.
   *
   * @throws {UserError} If there is nothing, or if it is or holds a special file: a link is one
   * unless links are followed, as those of inputs are.
   */
  describe(path: string, what: string, { follow = false } = {}): ObjectRecord {
    const look = follow ? linkedStat : Deno.lstatSync;
    const stat = exists(path) ? look(path) : undefined;
    if (stat === undefined) {
      throw new UserError(`${what} is missing: nothing was written to ${path}`);
    }
    if (stat.isFile) return { kind: "file", ...hashFile(path) };
    if (!stat.isDirectory) refuse(path, what, "");
    const files: Record<string, [string, number]> = {};
    let bytes = 0;
    for (const name of follow ? linkedFiles(path) : listFiles(path)) {
      const inner = join(path, name);
      if (name.endsWith("/")) {
        files[name] = ["", 0];
        continue;
      }
      if (!look(inner).isFile) refuse(inner, what, name);
      const file = hashFile(inner);
      files[name] = [file.hash, file.bytes];
      bytes += file.bytes;
    }
    return { kind: "folder", hash: sha256(canonicalJson(files)), bytes, files };
  }

  /** Looks for damage: quickly, by size and time, or by reading every byte if `thorough`. */
  check(record: ObjectRecord, thorough = false): Damage | undefined {
    const path = this.pathOf(record.hash);
    if (record.kind === "folder" && !statOf(path)?.isDirectory) {
      return { hash: record.hash, reason: "it is missing" };
    }
    const files = record.kind === "file"
      ? { "": [record.hash, record.bytes] as const }
      : record.files;
    for (const name in files) {
      const reason = this.#checkFile(name === "" ? path : join(path, name), files[name]!, thorough);
      if (reason === undefined) continue;
      return { hash: record.hash, reason: name === "" ? `it ${reason}` : `"${name}" ${reason}` };
    }
  }

  #checkFile(
    path: string,
    [hash, bytes]: readonly [string, number],
    thorough: boolean,
  ): string | undefined {
    const stat = statOf(path);
    if (stat === undefined) return "is missing";
    if (path.endsWith("/")) return undefined;
    if (!stat.isFile) return "is no longer a file";
    if (stat.size !== bytes) return `has ${stat.size} bytes instead of ${bytes}`;
    const touched = stat.mtime?.getTime() !== STORED_AT * 1000;
    if (!thorough && !touched) return undefined;
    if (hashFile(path).hash !== hash) return "was changed";
    if (touched) seal(path);
  }

  /** Removes an object, damaged or not. */
  discard(hash: string): void {
    remove(this.pathOf(hash));
  }
}

function refuse(path: string, what: string, name: string): never {
  const inside = name === "" ? "" : ` ("${name}")`;
  if (Deno.lstatSync(path).isSymlink) {
    const target = Deno.readLinkSync(path);
    throw new UserError(
      `${what} is a link to "${target}"${inside}: write the file itself, as a link may lead out of the store`,
    );
  }
  throw new UserError(`${what} is neither a file nor a folder${inside}`);
}
