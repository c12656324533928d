/** Opens a file, to be decompressed while it is read if its name ends in `.gz`, however written. */
export async function openBytes(path: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const { readable } = await Deno.open(path);
  return /\.gz$/i.test(path) ? readable.pipeThrough(new DecompressionStream("gzip")) : readable;
}

/**
 * Reads a text file, decompressing it if its name ends in `.gz`.
 *
 * @throws {Error} If the file cannot be read or decompressed.
 */
export async function readText(path: string): Promise<string> {
  const bytes = await openBytes(path);
  try {
    return await new Response(bytes).text();
  } catch (cause) {
    throw new Error(`Cannot read "${path}": ${(cause as Error).message}`, { cause });
  }
}
