import { foldIn, type RandomKey, RandomStream, STREAMS } from "../../../random/mod.ts";
import type { IdArray } from "../../../artifacts/dataset.ts";
import { UserError } from "../../../support/user_error.ts";
import type { MoleculeDescription } from "../properties/properties.ts";
import { quantile } from "../quantiles.ts";
import type { SmilesTokenizer } from "../smiles_tokenizer.ts";

/** Options of {@linkcode labelMolecules}. */
export interface LabelOptions {
  /** Names of the values that each molecule has, in their order. */
  readonly properties: readonly string[];
  /** Writes the molecules as token ids. */
  readonly tokenizer: SmilesTokenizer;
  /** Positions of a sequence, bos and eos included. */
  readonly length: number;
  /** Share of the molecules that is held out, in [0, 1). */
  readonly holdout: number;
  /** A molecule's label is 1 if its value is strictly above this quantile of all values. */
  readonly labelQuantile: number;
  /** Values that take the place of the quantile, by property. @default {{}} */
  readonly thresholds?: Readonly<Record<string, number>>;
  /** Whether a molecule is held out, by its canonical form. @default {the key chooses} */
  readonly isHeldOut?: (canonical: string) => boolean;
  /** Chooses what is held out. */
  readonly key: RandomKey;
}

/** A part of a labelled data set, in random order. */
export interface MoleculeSplit {
  /** Number of molecules. */
  readonly count: number;
  /** Token ids `[count, length]`. */
  readonly tokens: IdArray;
  /** Value `[count]` of each property. */
  readonly values: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
  /** Label `[count]` of each property: 1 above its threshold. */
  readonly labels: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** Where the label of a property begins, and the share of the molecules that has it. */
export interface LabelThreshold {
  /** The label is 1 for values strictly above it. */
  readonly threshold: number;
  /** Share of the molecules whose label is 1. */
  readonly share: number;
}

/** Molecules ready to train on. */
export interface LabelledMolecules {
  /** What is trained on. */
  readonly train: MoleculeSplit;
  /** What is held out. */
  readonly test: MoleculeSplit;
  /** Threshold of each property. */
  readonly thresholds: ReadonlyMap<string, LabelThreshold>;
  /** All distinct canonical SMILES, sorted, also of molecules that could not be tokenised. */
  readonly canonical: readonly string[];
  /** How many molecules have an unknown token or do not fit. */
  readonly untokenised: number;
  /** How many do not fit, of those whose tokens are known. */
  readonly tooLong: number;
  /** How many have each token that is unknown. */
  readonly unknownTokens: ReadonlyMap<string, number>;
}

/** Sorts by code units, which no locale changes. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Makes a labelled data set of described molecules: one entry per canonical SMILES, so that no
 * molecule is in both parts, tokenised, labelled and split. Depends on the set of molecules and the
 * key, not on their order.
 *
 * @throws {UserError} If no molecule can be tokenised, or all are held out.
 */
export function labelMolecules(
  descriptions: Iterable<MoleculeDescription>,
  options: LabelOptions,
): LabelledMolecules {
  const { properties, tokenizer, length, holdout, labelQuantile, key, isHeldOut } = options;
  const distinct = new Map<string, readonly number[]>();
  for (const { canonical, values } of descriptions) {
    if (!distinct.has(canonical)) distinct.set(canonical, values);
  }
  const canonical = [...distinct.keys()].sort(byCodeUnits);

  const sequences: IdArray[] = [], rows: (readonly number[])[] = [], fitting: string[] = [];
  const unknownTokens = new Map<string, number>();
  let tooLong = 0;
  for (const smiles of canonical) {
    const ids = tokenizer.encode(smiles, length);
    if (ids === null) {
      const unknown = tokenizer.unknownTokens(smiles);
      for (const token of unknown) unknownTokens.set(token, (unknownTokens.get(token) ?? 0) + 1);
      if (unknown.length === 0) tooLong++;
      continue;
    }
    sequences.push(ids);
    fitting.push(smiles);
    rows.push(distinct.get(smiles)!);
  }
  const count = sequences.length;
  if (count === 0) {
    throw new UserError(
      `Cannot make a data set: none of ${canonical.length} molecules fits ${length} positions and ` +
        `has only tokens that are known`,
    );
  }

  const thresholds = new Map<string, LabelThreshold>();
  for (const [p, property] of properties.entries()) {
    const sorted = Float64Array.from(rows, (row) => row[p]!).sort();
    const threshold = options.thresholds?.[property] ?? quantile(sorted, labelQuantile);
    const share = sorted.reduce((above, value) => above + Number(value > threshold), 0) / count;
    thresholds.set(property, { threshold, share });
  }

  const order = new RandomStream(foldIn(key, STREAMS.holdout)).permutation(count);
  const split = (chosen: Int32Array): MoleculeSplit => {
    const tokens = tokenizer.ids(chosen.length * length);
    for (const [row, index] of chosen.entries()) tokens.set(sequences[index]!, row * length);
    const values = new Map(properties.map((property, p) => [
      property,
      Float32Array.from(chosen, (index) => rows[index]![p]!),
    ]));
    const labels = new Map(properties.map((property, p) => [
      property,
      Uint8Array.from(
        chosen,
        (index) => Number(rows[index]![p]! > thresholds.get(property)!.threshold),
      ),
    ]));
    return { count: chosen.length, tokens, values, labels };
  };
  const held = Math.round(count * holdout);
  const [test, train] = isHeldOut === undefined
    ? [order.subarray(0, held), order.subarray(held)]
    : [true, false].map((part) => order.filter((index) => isHeldOut(fitting[index]!) === part));
  if (train!.length === 0) {
    throw new UserError(`Cannot make a data set: all of its ${count} molecules are held out`);
  }
  return {
    test: split(test!),
    train: split(train!),
    thresholds,
    canonical,
    untokenised: canonical.length - count,
    tooLong,
    unknownTokens,
  };
}
