import { delimiter, join, resolve } from "node:path";
import { UserError } from "../../support/user_error.ts";

const ENDINGS = Deno.build.os === "windows" ? ["", ".exe", ".cmd", ".bat"] : [""];

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/**
 * The path of a program: itself if it is a path, else where `PATH` has it; `deno` is the one that runs
 * this.
 *
 * @throws {UserError} If there is no such program.
 */
export function findProgram(name: string): string {
  if (name === "deno") return Deno.execPath();
  const isPath = name.includes("/") || name.includes("\\");
  const folders = isPath ? [""] : (Deno.env.get("PATH") ?? "").split(delimiter);
  for (const folder of folders) {
    for (const ending of ENDINGS) {
      const path = isPath ? resolve(name + ending) : join(folder, name + ending);
      if (isFile(path)) return path;
    }
  }
  throw new UserError(
    isPath
      ? `There is no program "${name}"`
      : `There is no program "${name}" in the folders of PATH: install it, or write its path`,
  );
}
