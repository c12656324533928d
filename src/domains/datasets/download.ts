import { dirname } from "node:path";
import { fileSha256 } from "./file_hash.ts";

/** Options of {@linkcode downloadFile}. */
export interface DownloadOptions {
  /** What the file's bytes must hash to, lower-case hexadecimal. */
  readonly sha256: string;
  /** Size of the file; shown as the total, and more is refused. */
  readonly bytes: number;
  /** Milliseconds without a byte after which an address is given up. @default {5000} */
  readonly idleTimeout?: number;
  /** Stops the download; what has arrived is kept for the next try. */
  readonly signal?: AbortSignal;
  /** Called as bytes arrive. */
  readonly onProgress?: (received: number, total: number) => void;
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await Deno.stat(path)).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}

// A writer over `file.writable` keeps what it was given until it is closed, which an interrupted
// download never comes to.
async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await file.write(bytes.subarray(written));
  }
}

/** Appends to `part` what is missing of the file at `url`. */
async function fetchRest(url: string, part: string, options: DownloadOptions): Promise<void> {
  const { bytes, idleTimeout = 5000, signal, onProgress } = options;
  let received = await sizeOf(part);
  if (received >= bytes) return;

  const idle = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stillAlive = () => {
    clearTimeout(timer);
    timer = setTimeout(
      () => idle.abort(new Error(`no answer for ${idleTimeout / 1000} s`)),
      idleTimeout,
    );
  };
  const stop = signal === undefined ? idle.signal : AbortSignal.any([idle.signal, signal]);
  stillAlive();
  try {
    const response = await fetch(url, {
      headers: received > 0 ? { range: `bytes=${received}-` } : {},
      signal: stop,
    });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new Error(`HTTP ${response.status} ${response.statusText}`.trim());
    }
    // A server that knows no ranges sends the whole file again.
    if (response.status !== 206) received = 0;
    const file = await Deno.open(part, { create: true, write: true, truncate: received === 0 });
    try {
      await file.seek(received, Deno.SeekMode.Start);
      for await (const chunk of response.body) {
        stillAlive();
        received += chunk.length;
        if (received > bytes) throw new Error(`the file is larger than ${bytes} bytes`);
        await writeAll(file, chunk);
        onProgress?.(received, bytes);
      }
    } finally {
      await file.sync();
      file.close();
    }
  } finally {
    clearTimeout(timer);
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Why a file is not the one expected; removes it if no further byte can make it right. */
async function findFault(path: string, expected: DownloadOptions): Promise<string | undefined> {
  const sha256 = await fileSha256(path), size = await sizeOf(path);
  if (sha256 === expected.sha256) return undefined;
  if (size < expected.bytes) return `ended after ${size} of ${expected.bytes} bytes`;
  await removeIfThere(path);
  return `the bytes have sha256 ${sha256}, expected ${expected.sha256}`;
}

/**
 * Downloads a file whose sha256 is known from the first of several addresses that serves it. What
 * arrived before an interruption is kept beside it as `.part` and not fetched again; the file itself
 * appears only once its hash is right.
 *
 * @returns The address that served it.
 * @throws {Error} If no address serves the right bytes; the message names what each one did.
 *
 * @example
 * ```ts ignore
 * await downloadFile(["https://example.org/a.csv"], "cache/a.csv", { sha256, bytes: 1024 });
 * ```
 */
export async function downloadFile(
  urls: readonly string[],
  path: string,
  options: DownloadOptions,
): Promise<string> {
  const part = `${path}.part`;
  const reasons: string[] = [];
  await Deno.mkdir(dirname(path), { recursive: true });
  for (const url of urls) {
    options.signal?.throwIfAborted();
    try {
      const resumed = await sizeOf(part) > 0;
      await fetchRest(url, part, options);
      let reason = await findFault(part, options);
      if (reason !== undefined && resumed) {
        // What was there may have been no beginning of this file.
        await removeIfThere(part);
        await fetchRest(url, part, options);
        reason = await findFault(part, options);
      }
      if (reason !== undefined) throw new Error(reason);
      await Deno.rename(part, path);
      return url;
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason;
      // `fetch` hides the reason in the cause and repeats the address there.
      const { message, cause } = error as Error;
      const reason = (cause instanceof Error ? cause.message : message)
        .replace(`error sending request for url (${url}): `, "");
      reasons.push(`${url}: ${reason}`);
    }
  }
  throw new Error(`Cannot download "${path}":\n  ${reasons.join("\n  ")}`);
}
