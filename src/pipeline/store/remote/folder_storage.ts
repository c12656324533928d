import { dirname, join, resolve } from "node:path";
import { exists, syncFile, temporaryName } from "../../../support/files.ts";
import type { Storage } from "./storage.ts";

/** Files in a folder, such as one that several machines share. */
export class FolderStorage implements Storage {
  readonly name: string;
  readonly #path: string;

  constructor(path: string) {
    this.name = path;
    this.#path = resolve(path);
  }

  has(name: string): Promise<boolean> {
    return Promise.resolve(exists(join(this.#path, name)));
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
