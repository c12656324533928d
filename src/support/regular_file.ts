import { UserError } from "./user_error.ts";

/** Bytes of a file that is read whole. */
const LARGEST = 64 * 2 ** 20;

/**
 * Checks that a path leads to a regular file that may be read whole: a pipe would never end, and what
 * is larger than all that this program writes would fill the memory.
 *
 * @param largest Most bytes of the file.
 * @throws {UserError} If there is something else, or more of it.
 */
export function checkRegularFile(path: string, largest: number = LARGEST): void {
  let info: Deno.FileInfo;
  try {
    info = Deno.statSync(path);
  } catch (cause) {
    throw new UserError(`Cannot read "${path}": ${(cause as Error).message}`, { cause });
  }
  if (!info.isFile) throw new UserError(`Cannot read "${path}": it is no regular file`);
  if (info.size > largest) {
    throw new UserError(
      `Cannot read "${path}": it has ${info.size} bytes, and may have ${largest}`,
    );
  }
}
