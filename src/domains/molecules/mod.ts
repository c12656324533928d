/**
 * Chemistry on RDKit: reading and writing SMILES, and the properties of molecules.
 *
 * @module
 */
export { type AskRdkit, askRdkit } from "./rdkit/ask_rdkit.ts";
export { canonicalSmiles } from "./rdkit/canonical_smiles.ts";
export { IDENTITIES, type Identity } from "./rdkit/identity.ts";
export { type Descriptors, descriptors } from "./rdkit/descriptors.ts";
export { describeMolecules, type DescribeMoleculesOptions } from "./describe_molecules.ts";
export { type Fingerprint, internalDiversity, morganFingerprint, tanimoto } from "./diversity.ts";
export { enumerateMolecules, UNSTABLE_MOTIFS } from "./enumeration/enumerate.ts";
export { evaluateMolecules, type EvaluateMoleculesOptions, formsOf } from "./evaluate_molecules.ts";
export {
  type MoleculeDatasetContext,
  type MoleculeDatasetOptions,
  type MoleculeRows,
  writeMoleculeDataset,
} from "./dataset/write_molecule_dataset.ts";
export {
  type Atom,
  type Bond,
  type MolecularGraph,
  molecularGraph,
} from "./rdkit/molecular_graph.ts";
export { type CountFragments, type FragmentCounts, prepareFragments } from "./properties/morgan.ts";
export {
  type Describe,
  type MoleculeDescription,
  prepareDescribe,
  type PropertyOptions,
} from "./properties/properties.ts";
export { PROPERTIES, type Property } from "./properties/property_names.ts";
export { prepareQed, type Qed, type QedParts } from "./properties/qed.ts";
export { loadRdkit, type Molecule, type Rdkit, RdkitFailure, withMolecule } from "./rdkit/rdkit.ts";
export { quantile, summarise } from "./quantiles.ts";
export { aromaticRingCount, ringCount, type RingDefinition } from "./properties/rings.ts";
export { type RefusedRows, refusedRows } from "./refused_rows.ts";
export { prepareSaScore, type SaScore, type SaScoreParts } from "./properties/sa_score.ts";
export { murckoScaffold } from "./scaffold.ts";
export { QM9_TOKENS, type SmilesTokenizer, smilesTokenizer } from "./smiles_tokenizer.ts";
