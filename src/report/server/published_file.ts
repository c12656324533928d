import { extname, resolve, sep } from "node:path";
import { isAbsence } from "../../support/files.ts";

/** Types of what is served, by extension. */
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".json": "application/json",
  ".csv": "text/csv; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".tex": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

/**
 * A page from elsewhere may lie among the results: it gets an origin of its own, so that it can read
 * nothing of this server, and no network; its scripts, which sort tables, run.
 */
const POLICY = [
  "sandbox allow-scripts",
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "font-src data:",
].join("; ");

/** A file that is open to be served. */
export interface PublishedFile {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Opens a regular file within the results; it is read as it is sent, whatever its size.
 *
 * @param path Path within the folder of results.
 * @returns `undefined` if there is none there that may be served.
 */
export async function openPublished(
  results: string,
  path: string,
): Promise<PublishedFile | undefined> {
  const file = resolve(results, path);
  const type = TYPES[extname(file)];
  if (!file.startsWith(resolve(results) + sep) || type === undefined) return undefined;
  try {
    // A link could lead out of the folder of results.
    const real = await Deno.realPath(file);
    if (!real.startsWith(await Deno.realPath(results) + sep)) return undefined;
    // Opening a pipe would wait for whoever writes to it.
    const { isFile, size } = await Deno.stat(real);
    if (!isFile) return undefined;
    return {
      body: (await Deno.open(real)).readable,
      headers: {
        "content-type": type,
        "content-length": String(size),
        "content-security-policy": POLICY,
        "cross-origin-resource-policy": "same-origin",
      },
    };
  } catch (error) {
    const isAbsent = isAbsence(error) || error instanceof Deno.errors.FilesystemLoop ||
      error instanceof Deno.errors.PermissionDenied;
    if (isAbsent) return undefined;
    throw error;
  }
}
