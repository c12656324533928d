import { type Checkpoint, readCheckpoint } from "../src/model/checkpoint.ts";
import { readSafetensors } from "../src/tensor/safetensors_io.ts";

/** A small GPT-2, and vectors that an independent PyTorch implementation computed of it. */
export interface Gpt2Golden extends Checkpoint {
  /** Where it lies. */
  readonly folder: string;
  /** A float32 vector. */
  floats(name: string): Float32Array<ArrayBuffer>;
  /** int32 `[4, 48]`: texts that begin with the token that ends them. */
  readonly ids: Int32Array<ArrayBuffer>;
}

/** Reads the golden GPT-2, its sequences cut to 48 positions; see `tests/golden/README.md`. */
export async function readGpt2Golden(): Promise<Gpt2Golden> {
  const folder = new URL("./golden/gpt2-tiny", import.meta.url).pathname;
  const { config, parameters } = await readCheckpoint(folder);
  const { tensors } = await readSafetensors(`${folder}/vectors.safetensors`);
  return {
    ...{ config: { ...config, length: 48 }, parameters, folder },
    floats: (name) => tensors[name]!.data as Float32Array<ArrayBuffer>,
    ids: tensors.ids!.data as Int32Array<ArrayBuffer>,
  };
}
