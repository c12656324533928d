import { readSafetensors } from "../src/tensor/safetensors_io.ts";
import { type Checkpoint, readCheckpoint } from "../src/model/checkpoint.ts";

/** A network of text in the layout of the released ones, and vectors of it. */
export interface TextGolden extends Checkpoint {
  /** Folder of the network. */
  readonly folder: string;
  /** A float32 vector. */
  floats(name: string): Float32Array<ArrayBuffer>;
  /** An int32 vector. */
  integers(name: string): Int32Array<ArrayBuffer>;
}

/** Reads the golden network of text and its vectors; see `tests/golden/README.md`. */
export async function readTextGolden(): Promise<TextGolden> {
  const folder = new URL("./golden/dit-text-tiny", import.meta.url).pathname;
  const { tensors } = await readSafetensors(`${folder}/vectors.safetensors`);
  return {
    ...await readCheckpoint(folder),
    folder,
    floats: (name) => tensors[name]!.data as Float32Array<ArrayBuffer>,
    integers: (name) => tensors[name]!.data as Int32Array<ArrayBuffer>,
  };
}
