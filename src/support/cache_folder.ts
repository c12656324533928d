import { join } from "node:path";

/**
 * Folder in which this program keeps what it can make again; `undefined` where the environment names
 * no such folder.
 */
export function cacheFolder(): string | undefined {
  const { XDG_CACHE_HOME, HOME, LOCALAPPDATA } = Object.fromEntries(
    ["XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"].map((name) => [name, Deno.env.get(name)]),
  );
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, "proseco");
  if (Deno.build.os === "windows") return LOCALAPPDATA && join(LOCALAPPDATA, "proseco");
  if (!HOME) return undefined;
  return join(HOME, Deno.build.os === "darwin" ? "Library/Caches" : ".cache", "proseco");
}
