import initialise, { type MainModule, type Mol } from "@rdkit/rdkit";

/** RDKit's WebAssembly module. */
export type Rdkit = MainModule;
/** A molecule in RDKit's memory, which no garbage collector frees: see {@linkcode withMolecule}. */
export type Molecule = Mol;

let loading: Promise<Rdkit> | undefined;

/** Loads RDKit once; about 0.15 s. */
export function loadRdkit(): Promise<Rdkit> {
  // The package's types describe an ES module, the file is a script with one export.
  return loading ??= (initialise as unknown as () => Promise<Rdkit>)();
}

// RDKit takes text after white space for a name, reads the empty string as a molecule without
// atoms, stops at a NUL, and accepts JSON and mol blocks through the same door.
const SMILES_CHARACTERS = /^[!-z~]+$/;

/**
 * Parses a SMILES string strictly: `null` if it is empty, has a character that no SMILES has (white
 * space above all), or is no valid molecule. The caller frees the molecule with `delete()`.
 */
export function parseSmiles(rdkit: Rdkit, smiles: string): Molecule | null {
  return SMILES_CHARACTERS.test(smiles) ? rdkit.get_mol(smiles) : null;
}

/**
 * Parses a SMILES string strictly, hands the molecule to `use` and frees it.
 *
 * @returns What `use` returns, or `null` if the string is invalid.
 */
export function withMolecule<Result>(
  rdkit: Rdkit,
  smiles: string,
  use: (molecule: Molecule) => Result,
): Result | null {
  const molecule = parseSmiles(rdkit, smiles);
  if (molecule === null) return null;
  try {
    return use(molecule);
  } finally {
    molecule.delete();
  }
}

/** The canonical form of a SMILES string, or `null` if it is invalid. */
export function canonicalSmiles(rdkit: Rdkit, smiles: string): string | null {
  return withMolecule(rdkit, smiles, (molecule) => molecule.get_smiles());
}
