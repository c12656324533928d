import { join } from "node:path";
import { z } from "zod";
import type { Vocabulary } from "../model/vocabulary/tokens_file.ts";
import { readJson, writeJson } from "../support/json_file.ts";

/** Name of the file in a data set's folder. */
const META_FILE = "meta.json";

/** What a data set says of itself. */
export interface DatasetMeta extends Omit<Vocabulary, "tokenizer"> {
  /** Where it comes from; of a text, the name of its `tokenizer` as well. */
  readonly source: Readonly<Record<string, unknown>>;
  /** Positions of a sequence. */
  readonly length: number;
  /** Numbers of sequences, by part, and of what they were made from. */
  readonly counts: Readonly<Record<string, number>>;
  /** Names of the labels of properties that have others than 0 and 1, by property. */
  readonly labels?: Readonly<Record<string, readonly string[]>>;
  /** Of a prompted data set, the most tokens that a prompt has. */
  readonly promptPositions?: number;
  /** Of a prompted data set, the most tokens that an answer has, eos included. */
  readonly answerPositions?: number;
  /** Where it was read from, of one whose tokenizer has files there; not written. */
  readonly folder?: string;
}

/**
 * The token that fills up sequences and is no part of them; `undefined` of packed documents, whose eos
 * counts as any token does.
 */
export function fillerOf(
  { bosId, eosId, padId }: Pick<DatasetMeta, "bosId" | "eosId" | "padId">,
): number | undefined {
  return bosId === eosId ? undefined : padId;
}

/** Numbers that a data set of molecules tells: of molecules in all and by part, and of rows. */
const COUNTS = [
  "molecules",
  "train",
  "test",
  "rows",
  "invalid",
  "repeated",
  "untokenised",
] as const;

/** What a data set of molecules says of itself. */
export interface MoleculeDatasetMeta extends DatasetMeta {
  /** Where it comes from: `enumerated` where this project made the molecules itself. */
  readonly source: { readonly kind: string; readonly [detail: string]: unknown };
  /** Numbers of molecules: all, by part, and of the rows that they come from and why some are none. */
  readonly counts: Readonly<Record<typeof COUNTS[number], number>>;
  /** Why rows were left out, beside those that RDKit could not read. @default {not told} */
  readonly leftOut?: {
    /** Molecules that do not fit, of those whose tokens are known. */
    readonly tooLong: number;
    /** Molecules by a token that is unknown; one may have several. */
    readonly unknownTokens: Readonly<Record<string, number>>;
    /** Rows without a number as a property. */
    readonly withoutValue: number;
  };
  /** For each property the value above which the label is 1, and the share of such molecules. */
  readonly properties: Readonly<Record<string, { threshold: number; share: number }>>;
  /** What counts as a ring. */
  readonly rings: "symmetrised" | "sssr";
  /** Version of RDKit. */
  readonly rdkit: string;
}

const shape = {
  source: z.record(z.string(), z.unknown()),
  tokens: z.array(z.string()),
  length: z.int(),
  bosId: z.int(),
  eosId: z.int(),
  padId: z.int(),
  maskId: z.int(),
  counts: z.record(z.string(), z.int()),
  labels: z.record(z.string(), z.array(z.string())).optional(),
  promptPositions: z.int().optional(),
  answerPositions: z.int().optional(),
};

const datasetMeta: z.ZodType<DatasetMeta> = z.looseObject(shape);

const moleculeDatasetMeta: z.ZodType<MoleculeDatasetMeta> = z.looseObject({
  ...shape,
  source: z.looseObject({ kind: z.string() }),
  counts: z.record(z.enum(COUNTS), z.int()),
  leftOut: z.strictObject({
    tooLong: z.int(),
    unknownTokens: z.record(z.string(), z.int()),
    withoutValue: z.int(),
  }).optional(),
  properties: z.record(z.string(), z.looseObject({ threshold: z.number(), share: z.number() })),
  rings: z.enum(["symmetrised", "sssr"]),
  rdkit: z.string(),
});

/**
 * Reads what a data set says of itself.
 *
 * @param folder Folder of the data set.
 * @throws {UserError} If `meta.json` is missing or lacks a field, naming both.
 */
export async function readDatasetMeta(folder: string): Promise<DatasetMeta> {
  const meta = await readJson(join(folder, META_FILE), datasetMeta, "data set");
  return meta.source.tokenizer === "published" ? { ...meta, folder } : meta;
}

/**
 * Reads what a data set of molecules says of itself.
 *
 * @param folder Folder of the data set.
 * @throws {UserError} If `meta.json` is missing or lacks a field, naming both.
 */
export function readMoleculeDatasetMeta(folder: string): Promise<MoleculeDatasetMeta> {
  return readJson(join(folder, META_FILE), moleculeDatasetMeta, "data set");
}

/**
 * Writes what a data set says of itself.
 *
 * @param options `indent`: spaces a level; all in one line by default, as the tokens of a text are many.
 */
export function writeDatasetMeta<Meta extends DatasetMeta>(
  folder: string,
  meta: Meta,
  options: { readonly indent?: number } = {},
): Promise<void> {
  return writeJson(join(folder, META_FILE), meta, options);
}

/** The tokens of a data set, to go with a network that learns from it. */
export function vocabularyOf({ source, ...meta }: DatasetMeta): Vocabulary {
  const { tokens, bosId, eosId, padId, maskId } = meta;
  const tokenizer = typeof source.tokenizer === "string" ? { tokenizer: source.tokenizer } : {};
  return { tokens, bosId, eosId, padId, maskId, ...tokenizer };
}
