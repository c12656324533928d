/**
 * Chemistry on RDKit: reading and writing SMILES, and the properties of molecules.
 *
 * @module
 */
export { type Descriptors, descriptors } from "./descriptors.ts";
export { describeMolecules, type DescribeMoleculesOptions } from "./describe_molecules.ts";
export { type Fingerprint, internalDiversity, morganFingerprint, tanimoto } from "./diversity.ts";
export { enumerateMolecules, UNSTABLE_MOTIFS } from "./enumerate.ts";
export {
  type EvaluatedMolecule,
  evaluateMolecules,
  type EvaluateMoleculesOptions,
  type MoleculeMetrics,
} from "./evaluate_molecules.ts";
export {
  type LabelledMolecules,
  labelMolecules,
  type LabelOptions,
  type LabelThreshold,
  type MoleculeSplit,
} from "./labelled_molecules.ts";
export { type Atom, type Bond, type MolecularGraph, molecularGraph } from "./molecular_graph.ts";
export { type CountFragments, type FragmentCounts, prepareFragments } from "./morgan.ts";
export {
  type Describe,
  type MoleculeDescription,
  prepareDescribe,
  type PropertyOptions,
} from "./properties.ts";
export { PROPERTIES, type Property } from "./property_names.ts";
export { prepareQed, type Qed, type QedParts } from "./qed.ts";
export {
  canonicalSmiles,
  loadRdkit,
  type Molecule,
  parseSmiles,
  type Rdkit,
  withMolecule,
} from "./rdkit.ts";
export { quantile, summarise, type Summary } from "./quantiles.ts";
export { aromaticRingCount, ringCount, type RingDefinition } from "./rings.ts";
export { prepareSaScore, type SaScore, type SaScoreParts } from "./sa_score.ts";
export { murckoScaffold } from "./scaffold.ts";
export { QM9_TOKENS, type SmilesTokenizer, smilesTokenizer } from "./smiles_tokenizer.ts";
