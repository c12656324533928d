import type { Atom, Bond, MolecularGraph } from "../rdkit/molecular_graph.ts";
import { type Rdkit, withMolecule } from "../rdkit/rdkit.ts";
import { descriptors } from "../rdkit/descriptors.ts";

/** How often each circular fragment occurs, by its 32-bit identifier. */
export type FragmentCounts = ReadonlyMap<number, number>;

/** Counts the circular fragments of a molecule. */
export type CountFragments = (graph: MolecularGraph) => FragmentCounts;

/** `BondType::AROMATIC` of RDKit. */
const AROMATIC = 12;

/** Mixes a number into a hash. Source: RDKit `RDGeneral/hash/hash.hpp`, `hash_combine`. */
function combine(seed: number, value: number): number {
  return (seed ^ (value + 0x9e3779b9 + (seed << 6) + (seed >>> 2))) >>> 0;
}

function hashOf(...values: readonly number[]): number {
  return values.reduce(combine, 0);
}

/** By how many whole units of mass an atom is heavier than its element's average. */
function prepareMassDifference(rdkit: Rdkit): (atom: Atom) => number {
  const known = new Map<string, number>();
  const massOf = (smiles: string) =>
    withMolecule(rdkit, smiles, (molecule) => descriptors(molecule).amw) ?? 0;
  return ({ atomicNumber, isotope }) => {
    if (isotope === 0) return 0;
    const atom = `${isotope}#${atomicNumber}`;
    let difference = known.get(atom);
    if (difference === undefined) {
      difference = Math.trunc(massOf(`[${atom}]`) - massOf(`[#${atomicNumber}]`));
      known.set(atom, difference);
    }
    return difference;
  };
}

/** A fragment around an atom: the bonds that it spans, and the hash of what it looks like. */
interface Environment {
  readonly atom: number;
  readonly bonds: bigint;
  readonly hash: number;
}

/** What an atom sees through a bond; sorted before it is hashed. */
interface Neighbour {
  readonly bond: number;
  readonly hash: number;
}

function neighboursOf(atoms: number, bonds: readonly Bond[]): [index: number, other: number][][] {
  const neighbours = Array.from({ length: atoms }, (): [number, number][] => []);
  for (const [index, { atoms: [a, b] }] of bonds.entries()) {
    neighbours[a]!.push([index, b]);
    neighbours[b]!.push([index, a]);
  }
  return neighbours;
}

/**
 * Prepares the count of the circular fragments of radius 0 to `radius` of a molecule (Rogers and Hahn
 * 2010, doi:10.1021/ci100050t), with the identifiers of RDKit's `GetMorganFingerprint`, which its
 * WebAssembly build offers only folded.
 *
 * A fragment that spans the same bonds as another counts once.
 *
 * Source: RDKit `Fingerprints/MorganGenerator.cpp`; connectivity invariants, without chirality.
 */
export function prepareFragments(rdkit: Rdkit, radius: number): CountFragments {
  const massDifference = prepareMassDifference(rdkit);

  return ({ atoms, bonds, rings }) => {
    const neighbours = neighboursOf(atoms.length, bonds);
    const inRing = new Set(rings.flat());
    const types = bonds.map(({ order, aromatic }) => aromatic ? AROMATIC : order);
    const counts = new Map<number, number>();
    const count = (id: number) => counts.set(id, (counts.get(id) ?? 0) + 1);

    let hashes = atoms.map((atom, i) => {
      const degree = neighbours[i]!.length + atom.hydrogens;
      // Hydrogens that are atoms of the graph count, too.
      const hydrogens = atom.hydrogens +
        neighbours[i]!.filter(([, other]) => atoms[other]!.atomicNumber === 1).length;
      const invariants = [atom.atomicNumber, degree, hydrogens, atom.charge, massDifference(atom)];
      return hashOf(...invariants, ...(inRing.has(i) ? [1] : []));
    });
    hashes.forEach(count);

    let spans = atoms.map(() => 0n);
    const seen = new Set<bigint>();
    const finished = new Set([...atoms.keys()].filter((i) => neighbours[i]!.length === 0));
    for (let layer = 0; layer < radius; layer++) {
      const nextHashes = [...hashes], nextSpans = [...spans];
      const found: Environment[] = [];
      for (const atom of atoms.keys()) {
        if (finished.has(atom)) continue;
        const around = neighbours[atom]!.map(([bond, other]): Neighbour => {
          nextSpans[atom]! |= spans[other]! | 1n << BigInt(bond);
          return { bond: types[bond]!, hash: hashes[other]! };
        }).sort((a, b) => a.bond - b.bond || a.hash - b.hash);
        const hash = around.reduce(
          (seed, { bond, hash }) => combine(seed, hashOf(bond, hash)),
          combine(layer, hashes[atom]!),
        );
        nextHashes[atom] = hash;
        found.push({ atom, bonds: nextSpans[atom]!, hash });
      }
      // Of fragments that span the same bonds, the one with the smallest identifier stands for all.
      for (const { atom, bonds, hash } of found.sort((a, b) => a.hash - b.hash)) {
        if (seen.has(bonds)) {
          finished.add(atom);
        } else {
          seen.add(bonds);
          count(hash);
        }
      }
      hashes = nextHashes;
      spans = nextSpans;
    }
    return counts;
  };
}
