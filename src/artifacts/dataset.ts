import { labelOf, LABELS_PER_PROPERTY } from "../model/labels.ts";
import { readSafetensors } from "../tensor/safetensors.ts";
import type { TrainingData } from "../training/batches.ts";

/** What a data set says of itself in `meta.json`, as far as training needs it. */
export interface DatasetMeta {
  /** Where it comes from; of a text, the name of its `tokenizer` as well. */
  readonly source?: Readonly<Record<string, unknown>>;
  /** Tokens by id; the last is the mask. */
  readonly tokens: readonly string[];
  /** Positions of a sequence. */
  readonly length: number;
  /** Id of the mask token. */
  readonly maskId: number;
  /** Id of the token that begins a sequence. */
  readonly bosId: number;
  /** Id of the token that ends it. */
  readonly eosId: number;
  /** Id of the token that fills up sequences. */
  readonly padId: number;
}

/** A data set in a folder. */
export interface Dataset {
  /** Vocabulary and sizes. */
  readonly meta: DatasetMeta;
  /** Properties whose labels the sequences carry. */
  readonly properties: readonly string[];
  /** Number of labels; the id after the last means "no label". */
  readonly numClasses: number;
  /** Sequences to train on. */
  readonly train: TrainingData;
  /** Held-out sequences. */
  readonly test: TrainingData;
}

async function readSplit(path: string, properties: readonly string[]): Promise<TrainingData> {
  const { tensors } = await readSafetensors(path);
  const { data, shape: [n, length] } = tensors.tokens;
  const labels = new Uint8Array(n * Math.max(1, properties.length));
  properties.forEach((property, index) => {
    const own = tensors[`${property}.label`]?.data as Uint8Array | undefined;
    if (own === undefined) {
      const known = Object.keys(tensors).filter((name) => name.endsWith(".label"));
      const names = known.map((name) => `"${name.slice(0, -".label".length)}"`).join(", ");
      throw new Error(`Cannot read labels "${property}" from "${path}": it has ${names || "none"}`);
    }
    for (let i = 0; i < n; i++) {
      labels[i * properties.length + index] = labelOf(properties, property, own[i]);
    }
  });
  return {
    tokens: data as Uint8Array | Uint16Array,
    labels,
    labelsPerSequence: Math.max(1, properties.length),
    promptLengths: tensors.promptLength?.data as Uint8Array | undefined,
    length,
  };
}

/**
 * Reads a tokenised data set. Where it holds `promptLength`, so many tokens of each sequence are given.
 *
 * @param property Properties whose labels condition the network.
 * @throws {Error} If it has no labels of a property.
 */
export async function readDataset(
  folder: string,
  property: string | readonly string[] = [],
): Promise<Dataset> {
  const properties = typeof property === "string" ? [property] : property;
  const [meta, train, test] = await Promise.all([
    Deno.readTextFile(`${folder}/meta.json`).then(JSON.parse),
    readSplit(`${folder}/train.safetensors`, properties),
    readSplit(`${folder}/test.safetensors`, properties),
  ]);
  const numClasses = properties.length * LABELS_PER_PROPERTY;
  return { meta, properties, numClasses, train, test };
}
