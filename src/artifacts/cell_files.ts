import { basename, join } from "node:path";
import { UserError } from "../support/user_error.ts";

/**
 * The files of results that stand alone or together in a folder, in the order of their names.
 *
 * @param path A file, or a folder of files.
 * @throws {UserError} If the folder is empty.
 */
export async function cellFiles(path: string): Promise<string[]> {
  if (!(await Deno.stat(path)).isDirectory) return [path];
  const names = (await Array.fromAsync(Deno.readDir(path))).map(({ name }) => name);
  if (names.length === 0) throw new UserError(`Cannot read results from "${path}": it is empty`);
  return names.sort().map((name) => join(path, name));
}

/**
 * Reads all results that a task gathers, files and folders of them, in their order.
 *
 * @param read Reads a file of what an instance wrote.
 * @throws {UserError} If a folder is empty.
 */
export async function readAllCells<Value>(
  gathered: readonly { readonly instance: string; readonly path: string }[],
  read: (path: string, instance: string) => Promise<Value>,
): Promise<Value[]> {
  const all = await Promise.all(gathered.map(async ({ instance, path }) => {
    const files = await cellFiles(path);
    return await Promise.all(files.map((file) => read(file, instance)));
  }));
  return all.flat();
}

/** Options of {@linkcode mapCells}. */
export interface MapCellsOptions {
  /** Stops between two files. */
  readonly signal: AbortSignal;
  /** Called after each file. */
  readonly onProgress: (progress: {
    readonly done: number;
    readonly total: number;
    readonly unit: string;
  }) => void;
}

/**
 * Makes a file of each file of results, one after the other: of a file one file, of a folder a folder
 * with the same names.
 *
 * @param input A file, or a folder of files.
 * @param output Where to write; nothing is there yet.
 * @param make Reads one file and writes another.
 * @returns What `make` gives, in the order of the names.
 * @throws {UserError} If the folder is empty.
 */
export async function mapCells<Result>(
  input: string,
  output: string,
  make: (input: string, output: string) => Promise<Result>,
  { signal, onProgress }: MapCellsOptions,
): Promise<Result[]> {
  const files = await cellFiles(input);
  const isFolder = !files.includes(input);
  if (isFolder) await Deno.mkdir(output);
  const results: Result[] = [];
  for (const [i, file] of files.entries()) {
    signal.throwIfAborted();
    results.push(await make(file, isFolder ? join(output, basename(file)) : output));
    onProgress({ done: i + 1, total: files.length, unit: isFolder ? "settings" : "files" });
  }
  return results;
}

/** The name of the file of one setting in a folder of them. */
export function cellName(
  { property, gamma, T, seed }: {
    readonly property: string;
    readonly gamma: number;
    readonly T: number;
    readonly seed: number;
  },
): string {
  return `${property},gamma=${gamma},T=${T},seed=${seed}.json`;
}
