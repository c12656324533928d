import { z } from "zod";

/** Where a data set comes from and what its bytes are. */
export interface DatasetDescriptor {
  /** Folder name in the download cache. */
  readonly name: string;
  /** What the data set is, in a sentence. */
  readonly title: string;
  /** Terms under which it may be used. */
  readonly licence: string;
  /** What to cite. */
  readonly citation: string;
  /** Page that describes it. */
  readonly homepage: string;
  /** Where a data folder may hold it, best first. */
  readonly paths: readonly string[];
  /** Column of the table that is used. */
  readonly column?: string;
  /**
   * Addresses, best first, and what they must serve.
   *
   * @default {undefined}, a data folder must hold it
   */
  readonly download?: {
    readonly urls: readonly string[];
    readonly fileName: string;
    readonly bytes: number;
    readonly sha256: string;
  };
}

const descriptorSchema: z.ZodType<DatasetDescriptor> = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  licence: z.string(),
  citation: z.string(),
  homepage: z.url(),
  paths: z.array(z.string()).min(1),
  column: z.string().optional(),
  download: z.strictObject({
    urls: z.array(z.url()).min(1),
    fileName: z.string(),
    bytes: z.int().positive(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }).optional(),
});

/**
 * Reads a data-set descriptor such as `data/qm9.json`.
 *
 * @throws {Error} If the file cannot be read or is no descriptor.
 */
export async function readDescriptor(path: string | URL): Promise<DatasetDescriptor> {
  try {
    return descriptorSchema.parse(JSON.parse(await Deno.readTextFile(path)));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    throw new Error(`Cannot read the data-set descriptor "${path}": ${reason}`, { cause });
  }
}
