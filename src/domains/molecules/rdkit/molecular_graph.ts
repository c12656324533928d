import type { Molecule } from "./rdkit.ts";

/** An atom of a molecular graph. */
export interface Atom {
  /** Number of protons; 0 for an atom of any element. */
  readonly atomicNumber: number;
  /** Hydrogens that are not atoms of the graph. */
  readonly hydrogens: number;
  /** Formal charge. */
  readonly charge: number;
  /** Mass number, or 0 where none is told. */
  readonly isotope: number;
  /** Whether it is aromatic. */
  readonly aromatic: boolean;
}

/** A bond of a molecular graph. */
export interface Bond {
  /** Indices of the two atoms. */
  readonly atoms: readonly [number, number];
  /** Its order in the Kekulé form, as RDKit numbers bond types: 1, 2, 3; 17 is dative. */
  readonly order: number;
  /** Whether it is aromatic. */
  readonly aromatic: boolean;
}

/** Atoms, bonds and rings of a molecule, hydrogens implicit unless written out. */
export interface MolecularGraph {
  /** Its atoms. */
  readonly atoms: readonly Atom[];
  /** Its bonds. */
  readonly bonds: readonly Bond[];
  /** Atoms of each ring of the symmetrised smallest set of smallest rings. */
  readonly rings: readonly (readonly number[])[];
}

/** RDKit's JSON: what has its default value is left out. */
interface RdkitJson {
  readonly molecules: readonly [{
    readonly atoms: readonly {
      readonly z?: number;
      readonly impHs?: number;
      readonly chg?: number;
      readonly isotope?: number;
    }[];
    readonly bonds?: readonly { readonly atoms: readonly [number, number]; readonly bo?: number }[];
    readonly extensions: readonly [{
      readonly atomRings?: readonly (readonly number[])[];
      readonly aromaticAtoms?: readonly number[];
      readonly aromaticBonds?: readonly number[];
    }];
  }];
}

/** Reads the graph of a molecule from RDKit. */
export function molecularGraph(molecule: Molecule): MolecularGraph {
  const { molecules: [{ atoms, bonds = [], extensions: [extension] }] } = JSON.parse(
    molecule.get_json(),
  ) as RdkitJson;
  const { atomRings = [], aromaticAtoms = [], aromaticBonds = [] } = extension;
  return {
    atoms: atoms.map(({ z = 6, impHs = 0, chg = 0, isotope = 0 }, i) => ({
      atomicNumber: z,
      hydrogens: impHs,
      charge: chg,
      isotope,
      aromatic: aromaticAtoms.includes(i),
    })),
    bonds: bonds.map(({ atoms, bo = 1 }, i) => ({
      atoms,
      order: bo,
      aromatic: aromaticBonds.includes(i),
    })),
    rings: atomRings,
  };
}

/**
 * Number of independent cycles: bonds − atoms + connected parts, which is the size of the smallest
 * set of smallest rings.
 */
export function cycleCount(atoms: number, bonds: Iterable<Pick<Bond, "atoms">>): number {
  const parent = Int32Array.from({ length: atoms }, (_, atom) => atom);
  const root = (atom: number): number => {
    while (parent[atom] !== atom) atom = parent[atom] = parent[parent[atom]!]!;
    return atom;
  };
  let cycles = 0;
  for (const { atoms: [a, b] } of bonds) {
    const rootA = root(a), rootB = root(b);
    if (rootA === rootB) cycles++;
    else parent[rootA] = rootB;
  }
  return cycles;
}
