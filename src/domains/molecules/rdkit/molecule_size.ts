/**
 * Most atoms of a molecule. RDKit's WebAssembly has a stack of 64 KiB and needs 112 bytes of it for
 * each atom of a chain to write the canonical form: from 577 on it overwrites its own data, to answer
 * wrongly later, trap, or never return. That is not noticed when it happens, so it must not happen.
 */
export const MOST_ATOMS = 512;

/** An atom in brackets, or one of the organic subset. */
const ATOM = /\[[^\]]*\]|Br|Cl|[BCNOPSFIbcnops*]/g;

/** How many atoms a SMILES string writes out. */
export function countAtoms(smiles: string): number {
  return smiles.match(ATOM)?.length ?? 0;
}

/** Why RDKit must not read a SMILES string, or `undefined` where it may. */
export function whyTooLarge(smiles: string): string | undefined {
  if (smiles.length <= MOST_ATOMS) return undefined;
  const atoms = countAtoms(smiles);
  return atoms <= MOST_ATOMS
    ? undefined
    : `it has ${atoms} atoms, more than the ${MOST_ATOMS} that RDKit's stack is sure to hold`;
}
