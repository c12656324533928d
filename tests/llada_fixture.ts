import { type Checkpoint, readCheckpoint } from "../src/model/checkpoint.ts";
import { loadNetwork, type Network } from "../src/model/network.ts";
import type { NamedTensor } from "../src/tensor/safetensors.ts";
import { readSafetensors } from "../src/tensor/safetensors_io.ts";

/** Names of the golden networks of LLaDA's shape; the second groups its heads. */
export const LLADA_GOLDENS = ["llada-tiny", "llada-tiny-gqa"] as const;

/** A golden network of LLaDA's shape, and vectors that an independent PyTorch implementation computed. */
export interface LladaGolden extends Checkpoint {
  /** Where it lies. */
  readonly folder: string;
  /** The network itself. */
  readonly network: Network;
  /** The golden vectors by name. */
  readonly vectors: Readonly<Record<string, NamedTensor>>;
  /** A float32 vector. */
  floats(name: string): Float32Array<ArrayBuffer>;
  /** An int32 vector. */
  integers(name: string): Int32Array<ArrayBuffer>;
}

/** Reads a golden network and its vectors; see `tests/golden/README.md`. */
export async function readLladaGolden(
  name: typeof LLADA_GOLDENS[number],
  length = 40,
): Promise<LladaGolden> {
  const folder = new URL(`./golden/${name}`, import.meta.url).pathname;
  const checkpoint = await readCheckpoint(folder), config = { ...checkpoint.config, length };
  const { tensors: vectors } = await readSafetensors(`${folder}/vectors.safetensors`);
  return {
    ...{ ...checkpoint, config, folder, vectors },
    network: await loadNetwork(config),
    floats: (name) => vectors[name]!.data as Float32Array<ArrayBuffer>,
    integers: (name) => vectors[name]!.data as Int32Array<ArrayBuffer>,
  };
}
