import type { Molecule, Rdkit } from "./rdkit.ts";

/**
 * Compiles a SMARTS pattern, to be matched with any number of molecules.
 *
 * @throws {Error} If RDKit cannot compile it.
 */
export function compileSmarts(rdkit: Rdkit, smarts: string): Molecule {
  const query = rdkit.get_qmol(smarts);
  if (query === null) {
    throw new Error(`Cannot compile the SMARTS pattern ${JSON.stringify(smarts)}`);
  }
  return query;
}

/** Whether a compiled pattern occurs in a molecule. */
export function hasMatch(molecule: Molecule, query: Molecule): boolean {
  return molecule.get_substruct_match(query) !== "{}";
}
