import type { NamedTensor } from "../src/tensor/safetensors.ts";
import { readSafetensors } from "../src/tensor/safetensors_io.ts";
import type { DitConfig } from "../src/model/dit/dit_config.ts";
import { loadNetwork, type Network } from "../src/model/network.ts";
import type { Parameters } from "../src/model/parameters.ts";

const FOLDER = new URL("./golden/dit-tiny", import.meta.url).pathname;

/** The golden network and the vectors that an independent PyTorch implementation computed of it. */
export interface Golden {
  /** Sizes of the golden network. */
  readonly config: DitConfig;
  /** The network itself. */
  readonly network: Network;
  /** Its parameters. */
  readonly parameters: Parameters;
  /** The golden vectors by name. */
  readonly vectors: Readonly<Record<string, NamedTensor>>;
  /** A float32 vector. */
  floats(name: string): Float32Array<ArrayBuffer>;
  /** An int32 vector. */
  integers(name: string): Int32Array<ArrayBuffer>;
}

/** Reads the golden network and vectors; see `tests/golden/README.md`. */
export async function readGolden(): Promise<Golden> {
  const sizes = JSON.parse(await Deno.readTextFile(`${FOLDER}/config.json`));
  const config: DitConfig = {
    vocab: sizes.vocab,
    length: sizes.length,
    hiddenSize: sizes.hidden_size,
    nBlocks: sizes.n_blocks,
    nHeads: sizes.n_heads,
    condDim: sizes.cond_dim,
    numClasses: sizes.num_classes,
    maskId: sizes.mask_id,
  };
  const network = await loadNetwork(config);
  const { tensors } = await readSafetensors(`${FOLDER}/dit.safetensors`);
  const { tensors: vectors } = await readSafetensors(`${FOLDER}/vectors.safetensors`);
  const parameters = Object.fromEntries(
    network.parameters.map(({ name, shape }) => [
      name,
      { shape, data: tensors[name]!.data as Float32Array<ArrayBuffer> },
    ]),
  );
  return {
    config,
    network,
    parameters,
    vectors,
    floats: (name) => vectors[name]!.data as Float32Array<ArrayBuffer>,
    integers: (name) => vectors[name]!.data as Int32Array<ArrayBuffer>,
  };
}

/** Largest absolute difference of two vectors. */
export function maxError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    worst = Math.max(worst, Math.abs(actual[i]! - expected[i]!));
  }
  return worst;
}
