import { z } from "zod";

const descriptorSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/).describe("Folder name in the download cache."),
  title: z.string().describe("What the data set is, in a sentence."),
  licence: z.string(),
  citation: z.string(),
  homepage: z.url(),
  paths: z.array(z.string()).min(1).describe("Where a data folder may hold it, best first."),
  column: z.string().optional().describe("Column of the table that is used."),
  download: z.strictObject({
    urls: z.array(z.url()).min(1).describe("Where to download it, best first."),
    fileName: z.string().describe("Name in the download cache."),
    bytes: z.int().positive(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
});

/** Where a data set comes from and what its bytes are. */
export type DatasetDescriptor = z.infer<typeof descriptorSchema>;

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
