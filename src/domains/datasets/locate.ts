import { dirname, join } from "node:path";
import { isAbsence } from "../../support/files.ts";
import { UserError } from "../../support/user_error.ts";
import type { DatasetDescriptor } from "./descriptor.ts";
import { downloadFile } from "./download.ts";
import { fileSha256 } from "./file_hash.ts";

/** Where a data set was found, and the file that holds it. */
export type LocatedDataset =
  | {
    readonly kind: "folder";
    /** Absolute path. */
    readonly path: string;
    /** Path within the folder. */
    readonly name: string;
    readonly sha256: string;
  }
  | {
    readonly kind: "cache" | "download";
    readonly path: string;
    readonly url: string;
    readonly sha256: string;
  };

/** The answer of {@linkcode locateDataset}: the data set, or why it cannot be had. */
export type Location = LocatedDataset | {
  readonly kind: "none";
  readonly reason: string;
  /** Whether somebody named the folder that lacks it. */
  readonly isGiven: boolean;
};

/** Options of {@linkcode locateDataset}. */
export interface LocateOptions {
  /** A folder that may hold the data set, such as the value of `PROSECO_DATA`. */
  readonly folder?: string;
  /** Folder of downloaded files. */
  readonly cache: string;
  /** Milliseconds for which a failed download is not tried again. @default {3_600_000} */
  readonly retryAfter?: number;
  /** Milliseconds without a byte after which an address is given up. @default {5000} */
  readonly idleTimeout?: number;
  /** Stops a download. */
  readonly signal?: AbortSignal;
  /** Called as bytes of a download arrive. */
  readonly onProgress?: (received: number, total: number) => void;
}

/** Bytes of a file, or `undefined` if there is none. */
async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const { isFile, size } = await Deno.stat(path);
    return isFile ? size : undefined;
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

async function inFolder(
  descriptor: DatasetDescriptor,
  folder: string,
): Promise<LocatedDataset | undefined> {
  for (const name of descriptor.paths) {
    const path = join(folder, name);
    if (await sizeOf(path) === undefined) continue;
    return { kind: "folder", path, name, sha256: await fileSha256(path) };
  }
  const info = await Deno.stat(folder).catch(() => undefined);
  if (info?.isDirectory) return undefined;
  const [example] = descriptor.paths;
  throw new UserError(
    info === undefined
      ? `Cannot use the data folder "${folder}": there is no such folder`
      : `Cannot use the data folder "${folder}": it is a file; name the folder that holds ${example}, ` +
        `and a file of your own in a pipeline file`,
  );
}

interface Failure {
  readonly at: number;
  readonly reason: string;
}

async function recentFailure(path: string, retryAfter: number): Promise<string | undefined> {
  try {
    const { at, reason } = JSON.parse(await Deno.readTextFile(path)) as Failure;
    if (Math.abs(Date.now() - at) < retryAfter) return reason;
  } catch {
    return undefined;
  }
}

/**
 * Finds a data set: in the folder that is given; else in the download cache or at the descriptor's
 * addresses. A
 * download that failed is not tried again for a while, so that a machine without a network answers
 * at once.
 *
 * @throws {UserError} If the folder does not exist, or is a file.
 */
export async function locateDataset(
  descriptor: DatasetDescriptor,
  options: LocateOptions,
): Promise<Location> {
  const { folder, cache, retryAfter = 3_600_000, signal } = options;
  const found = folder === undefined ? undefined : await inFolder(descriptor, folder);
  if (found !== undefined) return found;
  // Whoever names a folder means what is there: nothing else takes its place.
  if (folder !== undefined) {
    const reason = `"${folder}" holds no ${descriptor.paths.join(" or ")}`;
    return { kind: "none", reason, isGiven: true };
  }
  const none = (reason: string) => ({ kind: "none", reason, isGiven: false }) as const;

  if (descriptor.download === undefined) return none("no address serves it as one file");
  const { fileName, urls, sha256, bytes } = descriptor.download;
  const path = join(cache, descriptor.name, fileName);
  // Its hash was checked when it arrived; hashing it again would slow every start down.
  const size = await sizeOf(path);
  if (size === bytes) return { kind: "cache", path, url: urls[0]!, sha256 };

  const failurePath = `${path}.failed.json`;
  const failed = await recentFailure(failurePath, retryAfter);
  if (failed !== undefined) return none(failed);
  try {
    const url = await downloadFile(urls, path, { ...options, sha256, bytes });
    return { kind: "download", path, url, sha256 };
  } catch (error) {
    if (signal?.aborted) throw error;
    const reason = (error as Error).message;
    await Deno.mkdir(dirname(failurePath), { recursive: true });
    await Deno.writeTextFile(failurePath, JSON.stringify({ at: Date.now(), reason }));
    return none(reason);
  }
}
