import { join } from "node:path";
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
