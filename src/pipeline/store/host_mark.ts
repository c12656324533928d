import { dirname, join } from "node:path";
import { sha256 } from "../../support/json.ts";
import { remove, statOf, temporaryName } from "../../support/files.ts";

/** Options of {@linkcode hostMark}. */
export interface HostMarkOptions {
  /** File that holds a number that no other machine has. @default {"/etc/machine-id"} */
  readonly machineId?: string;
  /** Folder for what programs of this user can make anew. @default {what the system says} */
  readonly cache?: string;
}

/** A mark has a few letters: a larger file holds none. */
const MOST_BYTES = 1024;

function cacheFolder(): string | undefined {
  const { os } = Deno.build;
  const given = Deno.env.get(os === "windows" ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
  const home = Deno.env.get("HOME");
  if (given || !home) return given || undefined;
  return join(home, os === "darwin" ? "Library/Caches" : ".cache");
}

/** Containers of one image, which share its id, have it on other devices. */
function machineMark(path: string): string | undefined {
  const { isFile, size, dev } = Deno.statSync(path);
  if (!isFile || size > MOST_BYTES) return undefined;
  const id = Deno.readTextFileSync(path).trim();
  return id === "" ? undefined : sha256(`${id} ${dev}`).slice(0, 8);
}

/** What the first process of this user on this machine drew. */
function userMark(cache: string): string | undefined {
  const path = join(cache, "proseco", `host-${Deno.hostname()}`);
  if (statOf(path) === undefined) {
    // A link appears with its content, where a file written in place could be read empty.
    const temporary = temporaryName(path);
    Deno.mkdirSync(dirname(path), { recursive: true });
    Deno.writeTextFileSync(temporary, crypto.randomUUID().slice(0, 8), { createNew: true });
    try {
      Deno.linkSync(temporary, path);
    } catch {
      // Another process was first.
    }
    remove(temporary);
  }
  const stat = statOf(path);
  // Reading another user's file may fail, and reading a pipe may never end.
  if (!stat?.isFile || stat.size > MOST_BYTES || stat.uid !== Deno.uid()) return undefined;
  return Deno.readTextFileSync(path).trim() || undefined;
}

/**
 * A mark that all processes of this machine have, or all of this user's, and another machine's have
 * not; nothing where there is no way to have one.
 */
export function hostMark(
  { machineId = "/etc/machine-id", cache = cacheFolder() }: HostMarkOptions = {},
): string {
  const sources = [
    () => machineMark(machineId),
    () => cache === undefined ? undefined : userMark(cache),
  ];
  for (const source of sources) {
    try {
      const mark = source();
      if (mark !== undefined) return mark;
    } catch {
      // It is not there, or may not be read or written: the next may do.
    }
  }
  return "";
}
