import {
  decodeSafetensors,
  encodeSafetensors,
  type NamedTensor,
  type Safetensors,
} from "./safetensors.ts";
import { invalidSafetensors } from "./safetensors_header.ts";

/** Reads a safetensors file. */
export async function readSafetensors(path: string): Promise<Safetensors> {
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(path);
  } catch (cause) {
    throw invalidSafetensors(path, "the file cannot be opened", cause);
  }
  return decodeSafetensors(bytes, path);
}

/**
 * Writes a safetensors file: first beside its place, then renamed, so that none is seen half.
 *
 * @throws {RangeError} If a tensor's data does not fill its shape, or the header grows too large.
 */
export async function writeSafetensors(
  path: string,
  tensors: Readonly<Record<string, NamedTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const parts = encodeSafetensors(tensors, metadata);
  const temporary = `${path}.tmp-${Deno.pid}`;
  const file = await Deno.open(temporary, { write: true, create: true, truncate: true });
  try {
    for (const part of parts) {
      for (let written = 0; written < part.length;) {
        written += await file.write(part.subarray(written));
      }
    }
    await file.sync();
  } finally {
    file.close();
  }
  await Deno.rename(temporary, path);
}
