import { readSafetensors } from "../tensor/safetensors.ts";
import type { TrainingData } from "./batches.ts";

/** What a data set says of itself in `meta.json`, as far as training needs it. */
export interface DatasetMeta {
  /** Tokens by id; the last is the mask. */
  readonly tokens: readonly string[];
  /** Positions of a sequence. */
  readonly length: number;
  /** Id of the mask token. */
  readonly maskId: number;
}

/** A data set in a folder. */
export interface Dataset {
  /** Vocabulary and sizes. */
  readonly meta: DatasetMeta;
  /** Sequences to train on. */
  readonly train: TrainingData;
  /** Held-out sequences. */
  readonly test: TrainingData;
}

async function readSplit(path: string, property: string): Promise<TrainingData> {
  const { tensors } = await readSafetensors(path);
  const labels = tensors[`${property}.label`];
  if (labels === undefined) {
    const known = Object.keys(tensors).filter((name) => name.endsWith(".label"));
    const names = known.map((name) => `"${name.slice(0, -".label".length)}"`).join(", ");
    throw new Error(`Cannot read labels "${property}" from "${path}": it has ${names}`);
  }
  return {
    tokens: tensors.tokens.data as Uint8Array,
    labels: labels.data as Uint8Array,
    length: tensors.tokens.shape[1],
  };
}

/**
 * Reads a tokenised data set.
 *
 * @param property Property whose labels condition the denoiser.
 */
export async function readDataset(folder: string, property: string): Promise<Dataset> {
  const [meta, train, test] = await Promise.all([
    Deno.readTextFile(`${folder}/meta.json`).then(JSON.parse),
    readSplit(`${folder}/train.safetensors`, property),
    readSplit(`${folder}/test.safetensors`, property),
  ]);
  return { meta, train, test };
}
