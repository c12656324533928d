import { invalidSafetensors } from "./safetensors_header.ts";
import { type ByteSource, SafetensorsReader } from "./safetensors_reader.ts";

function fileSource(file: Deno.FsFile, size: number): ByteSource {
  return {
    size,
    async read(place, into) {
      await file.seek(place, Deno.SeekMode.Start);
      let read = 0;
      while (read < into.length) {
        const count = await file.read(into.subarray(read));
        if (count === null) break;
        read += count;
      }
      return read;
    },
    close: () => file.close(),
  };
}

/**
 * Opens a safetensors file.
 *
 * @throws {Error} If it cannot be opened or is no whole safetensors file.
 */
export async function openSafetensors(path: string): Promise<SafetensorsReader> {
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path);
  } catch (cause) {
    throw invalidSafetensors(path, "the file cannot be opened", cause);
  }
  const { size } = await file.stat();
  return await SafetensorsReader.open(fileSource(file, size), path);
}
