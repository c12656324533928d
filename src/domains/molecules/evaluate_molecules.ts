import { describeMolecules } from "./describe_molecules.ts";
import { internalDiversity } from "./diversity.ts";
import type { Property } from "./properties/property_names.ts";
import { summarise, type Summary } from "./quantiles.ts";
import { loadRdkit } from "./rdkit/rdkit.ts";
import type { RingDefinition } from "./properties/rings.ts";
import { murckoScaffold } from "./scaffold.ts";

/** One sample, judged. */
export interface EvaluatedMolecule {
  /** The string as it was sampled. */
  readonly smiles: string;
  /** Its canonical form, or `null` if it is invalid. */
  readonly canonical: string | null;
  /** Whether it is the first sample of a molecule that is not in the data set. */
  readonly novel: boolean;
  /** Value of the property, or `null` if it is invalid. */
  readonly value: number | null;
}

/** What a set of samples is worth. */
export interface MoleculeMetrics {
  /** Share of the samples that are valid. */
  readonly valid: number;
  /** Distinct valid molecules as a share of the samples. */
  readonly unique: number;
  /** Distinct valid molecules that are not in the data set, as a share of the samples. */
  readonly novel: number;
  /** Number of valid samples. */
  readonly validCount: number;
  /** Number of distinct valid molecules. */
  readonly uniqueCount: number;
  /** Number of distinct valid molecules that are not in the data set. */
  readonly novelCount: number;
  /** The property over all valid samples, repeats included, and over the novel molecules. */
  readonly value: { readonly valid: Summary; readonly novel: Summary };
  /**
   * Of the novel molecules: internal diversity (1 − mean Tanimoto similarity), and how many
   * Bemis–Murcko scaffolds they have, molecules without rings counting as one.
   */
  readonly diversity: { readonly internal: number | null; readonly scaffolds: number };
  /** Every sample, in the order given. */
  readonly molecules: readonly EvaluatedMolecule[];
}

/** Options of {@linkcode evaluateMolecules}. */
export interface EvaluateMoleculesOptions {
  /** The property that is summarised. */
  readonly property: Property;
  /** Canonical SMILES of the data set. */
  readonly known: ReadonlySet<string>;
  /** What counts as a ring. @default {"symmetrised"} */
  readonly rings?: RingDefinition;
  /** Worker processes. @default {1} */
  readonly workers?: number;
  /** Stops the work. */
  readonly signal?: AbortSignal;
}

/**
 * Judges sampled SMILES strings: validity, uniqueness, novelty, and a property. The property of a
 * molecule is computed once, from its canonical form, however often it was sampled.
 */
export async function evaluateMolecules(
  smiles: readonly string[],
  { property, known, rings, workers, signal }: EvaluateMoleculesOptions,
): Promise<MoleculeMetrics> {
  const canonical = (await describeMolecules(smiles, { workers, signal }))
    .map((description) => description?.canonical ?? null);
  const distinct = [...new Set(canonical.filter((form) => form !== null))];
  const described = await describeMolecules(distinct, {
    properties: [property],
    rings,
    workers,
    signal,
  });
  const valueOf = new Map(distinct.map((form, i) => [form, described[i]?.values[0] ?? null]));

  const seen = new Set<string>();
  const molecules = smiles.map((text, i): EvaluatedMolecule => {
    const form = canonical[i];
    if (form === null) return { smiles: text, canonical: null, novel: false, value: null };
    const novel = !known.has(form) && !seen.has(form);
    seen.add(form);
    return { smiles: text, canonical: form, novel, value: valueOf.get(form)! };
  });

  const values = (kept: readonly EvaluatedMolecule[]) =>
    kept.map(({ value }) => value).filter((value) => value !== null);
  const valid = molecules.filter((molecule) => molecule.canonical !== null);
  const novel = molecules.filter((molecule) => molecule.novel);
  const novelForms = novel.map(({ canonical }) => canonical!);
  const rdkit = await loadRdkit();
  const scaffolds = new Set(novelForms.map((form) => murckoScaffold(rdkit, form)));
  const share = (count: number) => smiles.length === 0 ? 0 : count / smiles.length;
  return {
    valid: share(valid.length),
    unique: share(seen.size),
    novel: share(novel.length),
    validCount: valid.length,
    uniqueCount: seen.size,
    novelCount: novel.length,
    value: { valid: summarise(values(valid)), novel: summarise(values(novel)) },
    diversity: { internal: internalDiversity(rdkit, novelForms), scaffolds: scaffolds.size },
    molecules,
  };
}
