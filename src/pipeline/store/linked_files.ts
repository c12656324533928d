import { join } from "node:path";
import { UserError } from "../../support/user_error.ts";

/**
 * Paths of all files within a folder, sorted, links followed; an empty folder is a path with `/`
 * after.
 *
 * @throws {UserError} If a link leads to a folder around it, or to nothing.
 */
export function linkedFiles(folder: string): string[] {
  const found: string[] = [];
  const walk = (path: string, prefix: string, around: readonly string[]) => {
    const real = Deno.realPathSync(path);
    if (around.includes(real)) {
      throw new UserError(`Cannot read "${path}": it is a link to a folder around it`);
    }
    let isEmpty = true;
    for (const entry of Deno.readDirSync(path)) {
      isEmpty = false;
      const name = prefix + entry.name, inner = join(path, entry.name);
      const isFolder = entry.isSymlink ? linkedStat(inner).isDirectory : entry.isDirectory;
      if (isFolder) walk(inner, `${name}/`, [...around, real]);
      else found.push(name);
    }
    if (isEmpty && prefix !== "") found.push(prefix);
  };
  walk(folder, "", []);
  return found.sort();
}

/**
 * What the file system says of what a path leads to.
 *
 * @throws {UserError} If it leads to nothing.
 */
export function linkedStat(path: string): Deno.FileInfo {
  try {
    return Deno.statSync(path);
  } catch (cause) {
    throw new UserError(`Cannot read "${path}": ${(cause as Error).message}`, { cause });
  }
}
