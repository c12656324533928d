import { createHash } from "node:crypto";
import { join } from "node:path";
import { cacheFolder as userCacheFolder } from "../../support/cache_folder.ts";
import { PYTHON_PRELUDE } from "./interpreter/python_prelude.ts";
import { type ProcessSettings, readBeginning, spawnPython } from "./python_process.ts";

/** Names the snapshot after all that decides its bytes, so that an outdated one is never found. */
async function snapshotName(
  { memoryPages }: Pick<ProcessSettings, "memoryPages">,
): Promise<string> {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([Deno.version, Deno.build, memoryPages, PYTHON_PRELUDE]));
  for (const part of ["pyodide.asm.wasm", "pyodide.asm.mjs", "python_stdlib.zip"]) {
    hash.update(await Deno.readFile(new URL(part, import.meta.resolve("pyodide"))));
  }
  return `python-${hash.digest("hex").slice(0, 32)}.snapshot`;
}

async function makeSnapshot(settings: Omit<ProcessSettings, "snapshotPath">): Promise<Uint8Array> {
  const child = spawnPython({ ...settings, snapshotPath: null });
  const [bytes, errors, status] = await Promise.all([
    new Response(child.stdout).bytes(),
    readBeginning(child.stderr),
    child.status,
  ]);
  await child.stdin.abort().catch(() => {});
  if (!status.success) throw new Error(`Cannot start the Python sandbox: ${errors}`);
  return bytes;
}

/** A file that holds a snapshot of the Python interpreter; disposing removes it if it is temporary. */
export interface SnapshotFile extends AsyncDisposable {
  /** Absolute path. */
  readonly path: string;
}

async function isFile(path: string): Promise<boolean> {
  return await Deno.stat(path).then((info) => info.isFile, () => false);
}

/**
 * The snapshot of a started interpreter, from the cache folder or newly made, which takes seconds.
 * Where the cache folder cannot be written it lies in a temporary folder.
 *
 * @param cacheFolder Outside the package, which may be read-only. @default the user's cache folder
 */
export async function openSnapshot(
  settings: Omit<ProcessSettings, "snapshotPath">,
  cacheFolder: string | undefined = userCacheFolder(),
): Promise<SnapshotFile> {
  const name = await snapshotName(settings);
  const cached = cacheFolder === undefined ? undefined : join(cacheFolder, name);
  if (cached !== undefined && await isFile(cached)) {
    return { path: cached, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const bytes = await makeSnapshot(settings);
  if (cacheFolder !== undefined && cached !== undefined) {
    try {
      await Deno.mkdir(cacheFolder, { recursive: true, mode: 0o700 });
      // The file appears whole or not at all, also to processes that do the same now.
      const part = `${cached}.${crypto.randomUUID()}`;
      await Deno.writeFile(part, bytes, { createNew: true, mode: 0o600 });
      await Deno.rename(part, cached);
      return { path: cached, [Symbol.asyncDispose]: () => Promise.resolve() };
    } catch {
      // A read-only or full cache costs time at the next start, nothing else.
    }
  }
  const folder = await Deno.makeTempDir({ prefix: "proseco-python-" });
  const path = join(folder, name);
  await Deno.writeFile(path, bytes, { mode: 0o600 });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }) };
}
