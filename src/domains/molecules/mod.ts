/**
 * Chemistry on RDKit: reading and writing SMILES, and the properties of molecules.
 *
 * @example Properties of a molecule
 * ```ts
 * import { loadRdkit, murckoScaffold, prepareDescribe } from "@proseco/proseco/molecules";
 *
 * const rdkit = await loadRdkit();
 * const describe = await prepareDescribe(rdkit, { properties: ["ring_count", "sa_score"] });
 * const { canonical, values: [rings, score] } = describe("C1=CC=CC=C1CC")!;
 * if (canonical !== "CCc1ccccc1" || rings !== 1) throw new Error(`${canonical}: ${rings} rings`);
 * if (!(score! < 2)) throw new Error(`ethylbenzene is easily made: ${score}`);
 * if (murckoScaffold(rdkit, canonical) !== "c1ccccc1") throw new Error("its scaffold is benzene");
 * ```
 *
 * @module
 */
export { type AskRdkit, askRdkit } from "./rdkit/ask_rdkit.ts";
export { canonicalSmiles } from "./rdkit/canonical_smiles.ts";
export { IDENTITIES, type Identity } from "./rdkit/identity.ts";
export { type Descriptors, descriptors } from "./rdkit/descriptors.ts";
export { type Fingerprint, internalDiversity, morganFingerprint, tanimoto } from "./diversity.ts";
export { enumerateMolecules, UNSTABLE_MOTIFS } from "./enumeration/enumerate.ts";
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
export { aromaticRingCount, ringCount, type RingDefinition } from "./properties/rings.ts";
export { prepareSaScore, type SaScore, type SaScoreParts } from "./properties/sa_score.ts";
export { murckoScaffold } from "./scaffold.ts";
export type { IdArray } from "../../artifacts/dataset.ts";
export { QM9_TOKENS, type SmilesTokenizer, smilesTokenizer } from "./smiles_tokenizer.ts";
