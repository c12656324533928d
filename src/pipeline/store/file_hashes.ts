import { join } from "node:path";
import { readText, writeAtomically } from "../../support/files.ts";
import { linkedFiles, linkedStat } from "./linked_files.ts";
import type { ObjectRecord } from "./object_record.ts";
import type { ObjectFolder } from "./objects.ts";

interface Known {
  /** Size, times and inode of every file, as one text. */
  readonly stamp: string;
  /** When it was hashed, in milliseconds. */
  readonly at: number;
  readonly record: ObjectRecord;
}

/** A file written within this many milliseconds of its hashing may have changed unseen since. */
const RACY = 2000;

/** Hashes of files outside the store, kept as long as size, times and inode stay the same. */
export class FileHashes {
  readonly #path: string;
  readonly #objects: ObjectFolder;
  readonly #known: Record<string, Known>;
  readonly #looked = new Map<string, ObjectRecord>();
  #changed = false;

  /** @param path File that keeps the hashes for the next process. */
  constructor(path: string, objects: ObjectFolder) {
    this.#path = path;
    this.#objects = objects;
    try {
      this.#known = JSON.parse(readText(path) ?? "{}");
    } catch {
      this.#known = {};
    }
  }

  /** The content of a file or folder; each is looked at once in a process. */
  describe(path: string, what: string): ObjectRecord {
    const looked = this.#looked.get(path);
    if (looked !== undefined) return looked;
    const { stamp, newest } = stampOf(path);
    let known: Known | undefined = this.#known[path];
    if (known?.stamp !== stamp || newest > known.at - RACY) {
      known = {
        stamp,
        at: Date.now(),
        record: this.#objects.describe(path, what, { follow: true }),
      };
      this.#known[path] = known;
      this.#changed = true;
    }
    this.#looked.set(path, known.record);
    return known.record;
  }

  /** Keeps the hashes for the next process. */
  save(): void {
    if (this.#changed) writeAtomically(this.#path, JSON.stringify(this.#known));
    this.#changed = false;
  }
}

function stampOf(path: string): { stamp: string; newest: number } {
  const names = linkedStat(path).isDirectory ? linkedFiles(path) : [""];
  let newest = 0;
  const stamp = names.map((name) => {
    const { size, mtime, ctime, ino } = linkedStat(name === "" ? path : join(path, name));
    const modified = mtime?.getTime() ?? 0;
    // Anyone may set the time of modification; that of change is the file system's own.
    const changed = ctime?.getTime() ?? 0;
    newest = Math.max(newest, modified, changed);
    return `${name} ${size} ${modified} ${changed} ${ino}`;
  }).join("\n");
  return { stamp, newest };
}
