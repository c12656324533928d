import type { JudgedMolecules, SampledMolecule } from "../../artifacts/metrics.ts";
import { describeMolecules } from "./describe_molecules.ts";
import { internalDiversity } from "./diversity.ts";
import type { Property } from "./properties/property_names.ts";
import { summarise } from "./quantiles.ts";
import { loadRdkit } from "./rdkit/rdkit.ts";
import type { RingDefinition } from "./properties/rings.ts";
import { murckoScaffold } from "./scaffold.ts";

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
): Promise<JudgedMolecules> {
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
  const molecules = smiles.map((text, i): SampledMolecule => {
    const form = canonical[i];
    if (form === null) return { smiles: text, canonical: null, novel: false, value: null };
    const novel = !known.has(form) && !seen.has(form);
    seen.add(form);
    return { smiles: text, canonical: form, novel, value: valueOf.get(form)! };
  });

  const values = (kept: readonly SampledMolecule[]) =>
    kept.map(({ value }) => value).filter((value) => value !== null);
  const valid = molecules.filter((molecule) => molecule.canonical !== null);
  const novel = molecules.filter((molecule) => molecule.novel);
  const novelForms = novel.map(({ canonical }) => canonical!);
  const rdkit = await loadRdkit();
  const share = (count: number) => smiles.length === 0 ? 0 : count / smiles.length;
  return {
    figures: {
      valid: share(valid.length),
      unique: share(seen.size),
      novel: share(novel.length),
      validCount: valid.length,
      uniqueCount: seen.size,
      novelCount: novel.length,
      diversity: internalDiversity(rdkit, novelForms),
      // Molecules without rings count as one.
      scaffolds: new Set(novelForms.map((form) => murckoScaffold(rdkit, form))).size,
    },
    value: { valid: summarise(values(valid)), novel: summarise(values(novel)) },
    molecules,
  };
}
