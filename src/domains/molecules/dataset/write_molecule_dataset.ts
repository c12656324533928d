import { writePart } from "../../../artifacts/dataset.ts";
import { type MoleculeDatasetMeta, writeDatasetMeta } from "../../../artifacts/dataset_meta.ts";
import { writeKnownMolecules } from "../../../artifacts/known_molecules.ts";
import { describeLeftOut, shareLeftOut } from "../../../artifacts/provenance/left_out.ts";
import { foldIn, type RandomKey, STREAMS } from "../../../random/mod.ts";
import { UserError } from "../../../support/user_error.ts";
import { describeMolecules } from "../describe_molecules.ts";
import { PROPERTIES, type Property } from "../properties/property_names.ts";
import type { RingDefinition } from "../properties/rings.ts";
import type { MoleculeDescription } from "../properties/properties.ts";
import { loadRdkit } from "../rdkit/rdkit.ts";
import { refusedRows } from "../refused_rows.ts";
import { QM9_TOKENS, smilesTokenizer } from "../smiles_tokenizer.ts";
import { labelMolecules } from "./labelled_molecules.ts";
import { scaffoldSplit } from "./scaffold_split.ts";
import { longestSequence, vocabularyOf } from "./vocabulary.ts";
import { whatIsMissing } from "./what_is_missing.ts";

/** Rows of a table of molecules. */
export interface MoleculeRows {
  /** A SMILES string each. */
  readonly smiles: readonly string[];
  /** Numbers of the table by name of the property; NaN where there is none. @default {new Map()} */
  readonly numbers?: ReadonlyMap<string, readonly number[]>;
  /** Whether each row is held out, where the table says so. */
  readonly heldOut?: readonly boolean[];
  /** What messages call the table. */
  readonly name: string;
  /** What messages call a row. */
  nameOf(index: number): string;
}

/** How a data set is made of rows. */
export interface MoleculeDatasetOptions {
  /** Properties to label by: RDKit's, and those that the rows have. */
  readonly properties: readonly string[];
  /** What counts as a ring. */
  readonly rings: RingDefinition;
  /** Tokens: those that occur, those of QM9, or a list. */
  readonly vocabulary: "auto" | "qm9" | readonly string[];
  /** Positions of a sequence; `auto` for those of the longest. */
  readonly length: number | "auto";
  /** Share of the molecules that is held out, where the rows do not say. */
  readonly holdout: number;
  /** How what is held out is chosen, where the rows do not say. */
  readonly split: "random" | "scaffold";
  /** A molecule's label is 1 if its value is strictly above this quantile of all. */
  readonly labelQuantile: number;
  /** Values in place of the quantile, by property. */
  readonly thresholds: Readonly<Record<string, number>>;
  /** Most of the rows, as a share, that may be left out. */
  readonly maxLeftOut: number;
  /** Chooses what is held out. */
  readonly key: RandomKey;
  /** Where the rows come from, for `meta.json`. */
  readonly source: MoleculeDatasetMeta["source"];
}

/** What follows the work. */
export interface MoleculeDatasetContext {
  readonly cpus: number;
  readonly signal: AbortSignal;
  progress(progress: { done: number; total: number; unit: string }): void;
  log(line: string): void;
}

const isOfRdkit = (name: string): name is Property => PROPERTIES.some((one) => one === name);

/** Puts RDKit's values and those of the table together; `null` for a row that lacks one. */
function withNumbers(
  descriptions: readonly (MoleculeDescription | null)[],
  properties: readonly string[],
  numbers: ReadonlyMap<string, readonly number[]>,
): { described: (MoleculeDescription | null)[]; withoutValue: number } {
  let withoutValue = 0;
  const described = descriptions.map((description, row) => {
    if (description === null) return null;
    let computed = 0;
    const values = properties.map((name) =>
      numbers.get(name)?.[row] ?? description.values[computed++]!
    );
    if (!values.some(Number.isNaN)) return { ...description, values };
    withoutValue++;
    return null;
  });
  return { described, withoutValue };
}

/** Canonical forms that the table holds out; a molecule that stands in both parts by its first row. */
function heldOutForms(
  described: readonly (MoleculeDescription | null)[],
  heldOut: readonly boolean[],
): { held: Set<string>; both: number } {
  const first = new Map<string, boolean>(), both = new Set<string>();
  for (const [row, description] of described.entries()) {
    if (description === null) continue;
    const { canonical } = description, before = first.get(canonical);
    if (before === undefined) first.set(canonical, heldOut[row]!);
    else if (before !== heldOut[row]) both.add(canonical);
  }
  return {
    held: new Set([...first].flatMap(([form, held]) => held ? [form] : [])),
    both: both.size,
  };
}

/**
 * Makes a data set of rows of molecules: canonical, tokenised, labelled and split, in `folder`.
 *
 * @returns What it says of itself, and the seconds that RDKit took.
 * @throws {UserError} If RDKit can read no row, or more are left out than may be.
 */
export async function writeMoleculeDataset(
  folder: string,
  rows: MoleculeRows,
  options: MoleculeDatasetOptions,
  { cpus, signal, progress, log }: MoleculeDatasetContext,
): Promise<{ readonly meta: MoleculeDatasetMeta; readonly seconds: number }> {
  const { properties, rings, key, source } = options;
  const { smiles, numbers = new Map(), heldOut, name } = rows;
  const started = performance.now(), refused = refusedRows();
  const descriptions = await describeMolecules(smiles, {
    properties: properties.filter((name) => !numbers.has(name)).filter(isOfRdkit),
    ...{ rings, workers: cpus, signal, onRefused: refused.add },
    onProgress: (done, total) => progress({ done, total, unit: "molecules" }),
  });
  for (const line of refused.lines((i) => `DATA: ${rows.nameOf(i)}`)) log(line);
  const seconds = (performance.now() - started) / 1000;
  const readable = descriptions.filter((one) => one !== null).length;
  if (readable === 0) {
    throw new UserError(
      `Cannot make a data set of "${name}": RDKit can read none of its ${smiles.length} molecules`,
    );
  }
  const { described, withoutValue } = withNumbers(descriptions, properties, numbers);
  const valid = described.filter((description) => description !== null);
  const forms = [...new Set(valid.map(({ canonical }) => canonical))];
  const tokenizer = smilesTokenizer(
    options.vocabulary === "auto"
      ? vocabularyOf(forms)
      : options.vocabulary === "qm9"
      ? QM9_TOKENS
      : options.vocabulary,
  );
  const length = options.length === "auto" ? longestSequence(forms) : options.length;
  let held: ReadonlySet<string> | undefined;
  if (heldOut !== undefined) {
    const told = heldOutForms(described, heldOut);
    held = told.held;
    if (told.both > 0) {
      log(`DATA: ${told.both} molecules stand in both parts of the table: the first row decides`);
    }
  } else if (options.split === "scaffold") {
    held = await scaffoldSplit(forms, { ...options, key: foldIn(key, STREAMS.holdout), signal });
  }
  const data = labelMolecules(valid, {
    ...{ ...options, tokenizer, length },
    ...held !== undefined && { isHeldOut: (form: string) => held.has(form) },
  });
  const { tokens, bosId, eosId, padId, maskId } = tokenizer;
  const meta: MoleculeDatasetMeta = {
    ...{ source, tokens, length, bosId, eosId, padId, maskId },
    counts: {
      molecules: data.train.count + data.test.count,
      train: data.train.count,
      test: data.test.count,
      rows: smiles.length,
      invalid: smiles.length - readable,
      repeated: valid.length - data.canonical.length,
      untokenised: data.untokenised,
    },
    leftOut: {
      tooLong: data.tooLong,
      unknownTokens: Object.fromEntries(
        [...data.unknownTokens].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)),
      ),
      withoutValue,
    },
    properties: Object.fromEntries(data.thresholds),
    rings,
    rdkit: (await loadRdkit()).version(),
  };
  const leftOut = describeLeftOut(meta);
  if (shareLeftOut(meta) > options.maxLeftOut) {
    throw new UserError(
      `Cannot make a data set of "${name}": ${leftOut}. At most ${options.maxLeftOut} of the rows ` +
        `may be: take another vocabulary or length, or set maxLeftOut higher`,
    );
  }
  if (leftOut !== undefined) log(`DATA: ${leftOut}`);
  for (const line of whatIsMissing(data, options)) log(`DATA: ${line}`);
  await Deno.mkdir(folder);
  await writeDatasetMeta(folder, meta, { indent: 2 });
  await writeKnownMolecules(folder, data.canonical);
  for (const part of ["train", "test"] as const) {
    const { tokens, values, labels } = data[part];
    await writePart(folder, part, length, {
      tokens,
      properties: new Map(properties.map((property) => [
        property,
        { values: values.get(property)!, labels: labels.get(property)! },
      ])),
    });
  }
  return { meta, seconds };
}
