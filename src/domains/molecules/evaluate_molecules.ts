import type { JudgedMolecules, SampledMolecule } from "../../artifacts/metrics.ts";
import { describeMolecules, type DescribeMoleculesOptions } from "./describe_molecules.ts";
import { type Fingerprint, internalDiversity, morganFingerprint } from "./diversity.ts";
import type { Property } from "./properties/property_names.ts";
import { summarise } from "./quantiles.ts";
import { askRdkit } from "./rdkit/ask_rdkit.ts";
import type { Identity } from "./rdkit/identity.ts";
import { RdkitFailure, withMolecule } from "./rdkit/rdkit.ts";
import { murckoScaffold } from "./scaffold.ts";

/** Options of {@linkcode evaluateMolecules}. */
export interface EvaluateMoleculesOptions
  extends Pick<DescribeMoleculesOptions, "rings" | "workers" | "signal" | "onRefused"> {
  /** The property that is summarised. */
  readonly property: Property;
  /** Canonical SMILES of the data set, by the same identity: see {@linkcode formsOf}. */
  readonly known: ReadonlySet<string>;
  /** When two molecules are the same. @default {"isomer"} */
  readonly identity?: Identity;
}

/** The forms of valid molecules by which an identity tells whether two are the same. */
export async function formsOf(
  canonical: readonly string[],
  identity: Identity,
  options: Pick<DescribeMoleculesOptions, "workers" | "signal"> = {},
): Promise<readonly string[]> {
  if (identity === "isomer") return canonical;
  const described = await describeMolecules(canonical, { ...options, identity });
  return described.map((description, i) => description?.canonical ?? canonical[i]!);
}

/** Fingerprint and scaffold of each molecule; one at which RDKit fails is left out. */
async function structuresOf(forms: readonly string[]) {
  const ask = askRdkit((rdkit) => (form) => ({
    fingerprint: withMolecule(rdkit, form, morganFingerprint),
    scaffold: murckoScaffold(rdkit, form),
  }));
  const fingerprints: Fingerprint[] = [], scaffolds = new Set<string>();
  for (const form of forms) {
    const structure = await ask(form);
    if (structure instanceof RdkitFailure) continue;
    if (structure.fingerprint !== null) fingerprints.push(structure.fingerprint);
    // Molecules without rings count as one.
    if (structure.scaffold !== null) scaffolds.add(structure.scaffold);
  }
  return { fingerprints, scaffolds };
}

/**
 * Judges sampled SMILES strings: validity, uniqueness, novelty, and a property. The property of a
 * molecule is computed once, from its canonical form, however often it was sampled.
 */
export async function evaluateMolecules(
  smiles: readonly string[],
  { property, known, rings, identity = "isomer", workers, signal, onRefused }:
    EvaluateMoleculesOptions,
): Promise<JudgedMolecules> {
  const canonical = (await describeMolecules(smiles, { workers, signal, onRefused }))
    .map((description) => description?.canonical ?? null);
  const distinct = [...new Set(canonical.filter((form) => form !== null))];
  const described = await describeMolecules(distinct, {
    ...{ properties: [property], rings, workers, signal },
  });
  const valueOf = new Map(distinct.map((form, i) => [form, described[i]?.values[0] ?? null]));
  const forms = await formsOf(distinct, identity, { workers, signal });
  const formOf = new Map(distinct.map((form, i) => [form, forms[i]!]));

  const seen = new Set<string>();
  const molecules = smiles.map((text, i): SampledMolecule => {
    const canonicalForm = canonical[i] ?? null;
    if (canonicalForm === null) return { smiles: text, canonical: null, novel: false, value: null };
    const form = formOf.get(canonicalForm)!, novel = !known.has(form) && !seen.has(form);
    seen.add(form);
    return { smiles: text, canonical: canonicalForm, novel, value: valueOf.get(canonicalForm)! };
  });

  const values = (kept: readonly SampledMolecule[]) =>
    kept.map(({ value }) => value).filter((value) => value !== null);
  const valid = molecules.filter((molecule) => molecule.canonical !== null);
  const novel = molecules.filter((molecule) => molecule.novel);
  const { fingerprints, scaffolds } = await structuresOf(novel.map(({ canonical }) => canonical!));
  const share = (count: number) => smiles.length === 0 ? 0 : count / smiles.length;
  return {
    figures: {
      valid: share(valid.length),
      unique: share(seen.size),
      novel: share(novel.length),
      validCount: valid.length,
      uniqueCount: seen.size,
      novelCount: novel.length,
      diversity: internalDiversity(fingerprints),
      scaffolds: scaffolds.size,
    },
    value: { valid: summarise(values(valid)), novel: summarise(values(novel)) },
    molecules,
  };
}
