import { join } from "node:path";
import process from "node:process";
import { readText, remove, temporaryName } from "../../support/files.ts";

let ownHost: string | undefined;

/**
 * This machine's name with a mark that its processes share and another machine of the same name
 * does not have.
 */
export function hostName(): string {
  if (ownHost !== undefined) return ownHost;
  const folder = Deno.env.get("TMPDIR") ?? Deno.env.get("TEMP") ?? "/tmp";
  const path = join(folder, "proseco-host");
  let mark = readText(path);
  if (mark === undefined) {
    // A link appears with its content, where a file written in place could be read empty.
    const temporary = temporaryName(path);
    try {
      Deno.writeTextFileSync(temporary, crypto.randomUUID().slice(0, 8));
      Deno.linkSync(temporary, path);
    } catch {
      // Another process was first, or the folder cannot be written.
    }
    remove(temporary);
    mark = readText(path) ?? "";
  }
  return ownHost = `${Deno.hostname()}#${mark}`;
}

/** Whether there is a process of an id on this machine. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== "ESRCH";
  }
}
