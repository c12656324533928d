import type { Molecule } from "./rdkit.ts";

/** Atoms, bonds and rings of a molecule, hydrogens implicit unless written out. */
export interface MolecularGraph {
  /** Number of atoms. */
  readonly atoms: number;
  /** Pairs of atoms. */
  readonly bonds: readonly (readonly [number, number])[];
  /** Order of each bond, Kekulé form. */
  readonly bondOrders: readonly number[];
  /** Atoms of each ring of the symmetrised smallest set of smallest rings. */
  readonly rings: readonly (readonly number[])[];
  /** Whether each atom is aromatic. */
  readonly aromatic: readonly boolean[];
}

interface RdkitJson {
  readonly molecules: readonly [{
    readonly atoms: readonly unknown[];
    readonly bonds?: readonly { readonly atoms: readonly [number, number]; readonly bo?: number }[];
    readonly extensions: readonly {
      readonly atomRings?: readonly (readonly number[])[];
      readonly aromaticAtoms?: readonly number[];
    }[];
  }];
}

/** Reads the graph of a molecule from RDKit. */
export function molecularGraph(molecule: Molecule): MolecularGraph {
  const { molecules: [{ atoms, bonds = [], extensions: [extension] }] } = JSON.parse(
    molecule.get_json(),
  ) as RdkitJson;
  const aromatic = new Array<boolean>(atoms.length).fill(false);
  for (const atom of extension.aromaticAtoms ?? []) aromatic[atom] = true;
  return {
    atoms: atoms.length,
    bonds: bonds.map((bond) => bond.atoms),
    bondOrders: bonds.map((bond) => bond.bo ?? 1),
    rings: extension.atomRings ?? [],
    aromatic,
  };
}

/**
 * Number of independent cycles: bonds − atoms + connected parts, which is the size of the smallest
 * set of smallest rings.
 */
export function cycleCount(atoms: number, bonds: Iterable<readonly [number, number]>): number {
  const parent = Int32Array.from({ length: atoms }, (_, atom) => atom);
  const root = (atom: number): number => {
    while (parent[atom] !== atom) atom = parent[atom] = parent[parent[atom]];
    return atom;
  };
  let cycles = 0;
  for (const [a, b] of bonds) {
    const rootA = root(a), rootB = root(b);
    if (rootA === rootB) cycles++;
    else parent[rootA] = rootB;
  }
  return cycles;
}
