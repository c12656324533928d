import { dirname, join } from "node:path";
import { UserError } from "../../support/user_error.ts";
import { linkedFiles, linkedStat } from "./linked_files.ts";
import {
  folderHash,
  type FolderRecord,
  isHash,
  isInnerPath,
  type ObjectRecord,
} from "./object_record.ts";
import {
  exists,
  hashFile,
  listFiles,
  remove,
  statOf,
  syncFile,
  temporaryName,
} from "../../support/files.ts";

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

/**
 * Does what only the owner of a file may do; where it is another user's, who shares the store, does
 * something in its place.
 */
function asOwner(change: () => void, instead: () => void): void {
  try {
    change();
  } catch (error) {
    if (!(error instanceof Deno.errors.PermissionDenied)) throw error;
    instead();
  }
}

/** Marks an object as new, so that a gc that found it unused leaves it. */
function renew(target: string, copy: string, kind: ObjectRecord["kind"]): void {
  const now = kind === "folder" ? Date.now() / 1000 : STORED_AT;
  asOwner(() => Deno.utimeSync(target, now, now), () => {
    if (kind === "file") return Deno.renameSync(copy, target);
    // Whoever may write into a folder changes its time with what is in it. Who may not: a gc that
    // removes it at this moment makes the instance run again.
    const mark = temporaryName(join(target, "new"));
    asOwner(() => Deno.writeTextFileSync(mark, ""), () => {});
    remove(mark);
  });
}

/** Gives a file that has further names elsewhere, such as in a data set, a body of its own. */
function separate(path: string): void {
  const stat = statOf(path);
  if (!stat?.isFile || (stat.nlink ?? 1) < 2) return;
  const copy = temporaryName(path);
  Deno.copyFileSync(path, copy);
  Deno.renameSync(copy, path);
}

/** Content-addressed files and folders under one folder. */
export class ObjectFolder {
  /** Absolute path. */
  readonly path: string;

  /** Objects in the folder at an absolute path, which need not exist yet. */
  constructor(path: string) {
    this.path = path;
  }

  /**
   * Where an object is, or would be.
   *
   * @throws {TypeError} If the hash is none: it must not lead elsewhere.
   */
  pathOf(hash: string): string {
    if (!isHash(hash)) {
      throw new TypeError(`internal: ${JSON.stringify(hash)} is no hash of an object`);
    }
    return join(this.path, hash.slice(0, 2), hash.slice(2));
  }

  /**
   * Takes a file or folder into the store; it is moved, not copied, but for hard-linked files.
   *
   * @throws {UserError} If there is nothing, if it is or holds a link or another special file, or if
   * a name in it is none that a manifest may have.
   */
  take(path: string, what: string): ObjectRecord {
    const isFolder = statOf(path)?.isDirectory === true;
    const files = isFolder ? listFiles(path).filter((name) => !name.endsWith("/")) : [""];
    const paths = files.map((name) => name === "" ? path : join(path, name));
    const wrong = files.find((name) => name !== "" && !isInnerPath(name));
    if (wrong !== undefined) {
      throw new UserError(
        `${what} has a file named ${JSON.stringify(wrong)}: name it without "\\"`,
      );
    }
    paths.forEach(separate);
    const record = this.describe(path, what);
    paths.forEach(seal);
    const target = this.pathOf(record.hash);
    if (this.check(record) === undefined) {
      renew(target, path, record.kind);
      remove(path);
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
    const files: Record<string, FolderRecord["files"][string]> = {};
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
    return { kind: "folder", hash: folderHash(files), bytes, files };
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
    if (touched) asOwner(() => seal(path), () => {});
  }

  /** Removes an object, damaged or not: from its place first, so that no half of it is there. */
  discard(hash: string): void {
    const path = this.pathOf(hash);
    if (!exists(path)) return;
    const aside = temporaryName(path);
    Deno.renameSync(path, aside);
    remove(aside);
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
