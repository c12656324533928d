import { dirname, join, resolve } from "node:path";
import { hashFile, statOf, syncFile, temporaryName } from "../../../support/files.ts";
import type { Storage, StoredFile } from "./storage.ts";

/** Files in a folder, such as one that several machines share. */
export class FolderStorage implements Storage {
  readonly name: string;
  readonly #path: string;

  constructor(path: string) {
    this.name = path;
    this.#path = resolve(path);
  }

  holds(name: string, { hash, bytes }: StoredFile): Promise<boolean> {
    const path = join(this.#path, name), stat = statOf(path);
    const isLike = stat?.isFile === true && stat.size === bytes;
    return Promise.resolve(isLike && hashFile(path).hash === hash);
  }

  async fetch(name: string, path: string, most: number): Promise<boolean> {
    const source = join(this.#path, name);
    try {
      // A pipe would never end.
      const { isFile, size } = await Deno.stat(source);
      if (!isFile || size > most) return false;
      await Deno.copyFile(source, path);
      return true;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return false;
      throw error;
    }
  }

  async store(name: string, path: string): Promise<void> {
    const target = join(this.#path, name);
    await Deno.mkdir(dirname(target), { recursive: true });
    const temporary = temporaryName(target);
    await Deno.copyFile(path, temporary);
    syncFile(temporary);
    await Deno.rename(temporary, target);
  }
}
