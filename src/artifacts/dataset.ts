import { join } from "node:path";
import {
  countLabels,
  type LabelledProperty,
  labelOf,
  LABELS_PER_PROPERTY,
} from "../model/labels.ts";
import type { NamedTensor, SafetensorsType } from "../tensor/safetensors.ts";
import { readSafetensors, writeSafetensors } from "../tensor/safetensors_io.ts";
import { UserError } from "../support/user_error.ts";
import { type DatasetMeta, readDatasetMeta } from "./dataset_meta.ts";

/** Token ids, or numbers of tokens, in as many bits as they need. */
export type IdArray =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>;

/**
 * Room for integers, in 16 bits where they fit, as those of most data sets do, else in 32.
 *
 * @param most The largest of them.
 */
export function idArray(length: number, most: number): IdArray {
  return most < 2 ** 16 ? new Uint16Array(length) : new Uint32Array(length);
}

/** Sequences with the labels that condition a network. */
export interface SequenceData {
  /** Tokens, `[n, length]`. */
  readonly tokens: IdArray;
  /** Labels, `[n · labelsPerSequence]`. */
  readonly labels: Uint8Array;
  /** Labels of each sequence, of which a batch shows one. @default {1} */
  readonly labelsPerSequence?: number;
  /** Tokens of each sequence that are given, `[n]`; none if left out. */
  readonly promptLengths?: IdArray;
  /** Positions of a sequence. */
  readonly length: number;
}

/** A data set in a folder. */
export interface Dataset {
  /** Vocabulary and sizes. */
  readonly meta: DatasetMeta;
  /** Properties whose labels the sequences carry. */
  readonly properties: readonly LabelledProperty[];
  /** Number of labels; the id after the last means "no label". */
  readonly numClasses: number;
  /** Sequences to train on. */
  readonly train: SequenceData;
  /** Held-out sequences. */
  readonly test: SequenceData;
}

/** One part of a data set: what is trained on, or what is held out. */
export type Part = "train" | "test";

/** What a part of a data set holds. */
export interface PartContent {
  /** Tokens, `[n, length]`. */
  readonly tokens: IdArray;
  /** Tokens of each sequence that are given, `[n]`; none if left out. */
  readonly promptLengths?: IdArray;
  /** For each property its values and its labels, `[n]`. @default {new Map()} */
  readonly properties?: ReadonlyMap<
    string,
    { readonly values: Float32Array<ArrayBuffer>; readonly labels: Uint8Array<ArrayBuffer> }
  >;
}

const PROMPT_LENGTHS = "promptLength", LABELS = ".label";

/** Types of integers that data sets hold. */
const ID_TYPES = [[Uint8Array, "U8"], [Uint16Array, "U16"], [Uint32Array, "U32"]] as const;

const isIds = (data: unknown): data is IdArray =>
  ID_TYPES.some(([TypedArray]) => data instanceof TypedArray);

const typeOf = (ids: IdArray): SafetensorsType =>
  ID_TYPES.find(([TypedArray]) => ids instanceof TypedArray)![1];

const partPath = (folder: string, part: Part) => join(folder, `${part}.safetensors`);

/** Number of sequences. */
export function countSequences(
  { tokens, length }: Pick<SequenceData, "tokens" | "length">,
): number {
  return tokens.length / length;
}

/** Writes a part of a data set into its folder. */
export async function writePart(
  folder: string,
  part: Part,
  length: number,
  { tokens, promptLengths, properties = new Map() }: PartContent,
): Promise<void> {
  const n = countSequences({ tokens, length }), shape = [n];
  const tensors: Record<string, NamedTensor> = {
    tokens: { dtype: typeOf(tokens), shape: [n, length], data: tokens },
  };
  if (promptLengths !== undefined) {
    tensors[PROMPT_LENGTHS] = {
      ...{ dtype: typeOf(promptLengths), shape },
      data: promptLengths,
    };
  }
  for (const [property, { values, labels }] of properties) {
    tensors[property] = { dtype: "F32", shape, data: values };
    tensors[property + LABELS] = { dtype: "U8", shape, data: labels };
  }
  await writeSafetensors(partPath(folder, part), tensors);
}

/** An error that says what a part has in place of a property, and how its data set is made with it. */
function lacking(
  what: "labels" | "values",
  property: string,
  path: string,
  tensors: Readonly<Record<string, unknown>>,
  meta: DatasetMeta,
): UserError {
  const known = Object.keys(tensors).filter((name) => name.endsWith(LABELS))
    .map((name) => name.slice(0, -LABELS.length));
  const has = known.map((name) => `"${name}"`).join(", ") || "none";
  // Those of molecules are computed where they are asked for, those of texts come with the corpus.
  const advice = "properties" in meta
    ? `; set properties to [${[...known, property].join(", ")}], those of the data set's own task`
    : "";
  return new UserError(`Cannot read ${what} "${property}" from "${path}": it has ${has}${advice}`);
}

async function readPart(
  folder: string,
  part: Part,
  properties: readonly LabelledProperty[],
  meta: DatasetMeta,
): Promise<SequenceData> {
  const path = partPath(folder, part), { tensors } = await readSafetensors(path);
  const tokens = tensors.tokens?.data, [n, length] = tensors.tokens?.shape ?? [];
  if (!isIds(tokens) || n === undefined || length === undefined) {
    throw new Error(`Cannot read data set "${path}": it holds no tokens of 8, 16 or 32 bits`);
  }
  const labelsPerSequence = Math.max(1, properties.length);
  const labels = new Uint8Array(n * labelsPerSequence);
  properties.forEach(({ name: property }, index) => {
    const own = tensors[property + LABELS]?.data;
    if (!(own instanceof Uint8Array)) throw lacking("labels", property, path, tensors, meta);
    own.forEach((label, i) => {
      labels[i * labelsPerSequence + index] = labelOf(properties, property, label);
    });
  });
  const promptLengths = tensors[PROMPT_LENGTHS]?.data;
  if (promptLengths !== undefined && (!isIds(promptLengths) || promptLengths.length !== n)) {
    throw new Error(`Cannot read data set "${path}": ${PROMPT_LENGTHS} is no integer for each row`);
  }
  return { tokens, labels, labelsPerSequence, promptLengths, length };
}

/**
 * Reads a tokenised data set.
 *
 * @param property Properties whose labels condition the network.
 * @throws {UserError} If it has no labels of a property, naming those that it has.
 */
export async function readDataset(
  folder: string,
  property: string | readonly string[] = [],
): Promise<Dataset> {
  const meta = await readDatasetMeta(folder);
  const properties = (typeof property === "string" ? [property] : property).map((name) => ({
    ...{ name, labels: meta.labels?.[name]?.length ?? LABELS_PER_PROPERTY },
  }));
  const [train, test] = await Promise.all([
    readPart(folder, "train", properties, meta),
    readPart(folder, "test", properties, meta),
  ]);
  return { meta, properties, numClasses: countLabels(properties), train, test };
}

/**
 * Reads a property's values over the whole data set, held-out molecules included.
 *
 * @returns `[molecules]`
 * @throws {UserError} If the data set does not hold the property, naming those that it has.
 */
export async function readPropertyValues(folder: string, property: string): Promise<Float32Array> {
  const parts: Float32Array[] = [], meta = await readDatasetMeta(folder);
  for (const part of ["train", "test"] as const) {
    const path = partPath(folder, part), { tensors } = await readSafetensors(path);
    const values = tensors[property]?.data;
    if (!(values instanceof Float32Array)) {
      throw lacking("values", property, path, tensors, meta);
    }
    parts.push(values);
  }
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const values of parts) {
    all.set(values, start);
    start += values.length;
  }
  return all;
}
