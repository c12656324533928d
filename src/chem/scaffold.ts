import { type Rdkit, withMolecule } from "./rdkit.ts";
import { writeSmiles } from "./write_smiles.ts";

interface JsonAtom {
  /** Atomic number; carbon if left out. */
  readonly z?: number;
  /** Hydrogens that are not atoms of their own; none if left out. */
  readonly impHs?: number;
  /** Charge; none if left out. */
  readonly chg?: number;
}

interface JsonBond {
  readonly atoms: readonly [number, number];
  /** Order in the Kekulé form; single if left out. */
  readonly bo?: number;
}

interface JsonGraph {
  readonly atoms: readonly JsonAtom[];
  readonly bonds?: readonly JsonBond[];
}

/** Marks rings, what links them, and what is bound to either by a double bond. */
function markScaffold(atoms: number, bonds: readonly JsonBond[]): boolean[] {
  const kept = new Array<boolean>(atoms).fill(true);
  for (let pruned = true; pruned;) {
    const degree = new Array<number>(atoms).fill(0);
    for (const { atoms: [a, b] } of bonds) {
      if (!kept[a] || !kept[b]) continue;
      degree[a]++;
      degree[b]++;
    }
    pruned = false;
    for (let atom = 0; atom < atoms; atom++) {
      if (!kept[atom] || degree[atom] > 1) continue;
      kept[atom] = false;
      pruned = true;
    }
  }
  const core = [...kept];
  for (const { atoms: [a, b], bo } of bonds) {
    if (bo === 2 && core[a] !== core[b]) kept[a] = kept[b] = true;
  }
  return kept;
}

function atomText({ z = 6, chg = 0 }: JsonAtom, hydrogens: number): string {
  const charge = chg === 0 ? "" : `${chg > 0 ? "+" : "-"}${Math.abs(chg)}`;
  return `[#${z}${hydrogens > 0 ? `H${hydrogens}` : ""}${charge}]`;
}

/**
 * The Bemis–Murcko scaffold of a molecule: its rings and what links them, with the atoms that a
 * double bond ties to them; without stereochemistry. The empty string for a molecule without rings,
 * `null` for an invalid string.
 *
 * Source: Bemis and Murcko 1996; double bonds as in RDKit `MurckoDecompose`.
 *
 * @example
 * ```ts ignore
 * murckoScaffold(rdkit, "CC(=O)Oc1ccccc1C(=O)O"); // "c1ccccc1"
 * ```
 */
export function murckoScaffold(rdkit: Rdkit, smiles: string): string | null {
  if (smiles.includes(".")) {
    const parts = smiles.split(".").map((part) => murckoScaffold(rdkit, part));
    if (parts.includes(null)) return null;
    return parts.filter((part) => part !== "").sort().join(".");
  }
  const json = withMolecule(rdkit, smiles, (molecule) => molecule.get_json());
  if (json === null) return null;
  const { molecules: [{ atoms, bonds = [] }] } = JSON.parse(json) as { molecules: [JsonGraph] };
  const kept = markScaffold(atoms.length, bonds);
  const indices = [...kept.keys()].filter((atom) => kept[atom]);
  if (indices.length === 0) return "";

  // A hydrogen takes the place of each bond that was cut.
  const hydrogens = atoms.map(({ impHs = 0 }) => impHs);
  for (const { atoms: [a, b], bo = 1 } of bonds) {
    if (kept[a] && !kept[b]) hydrogens[a] += bo;
    if (kept[b] && !kept[a]) hydrogens[b] += bo;
  }
  const position = new Map(indices.map((atom, i) => [atom, i]));
  const scaffold = writeSmiles({
    elements: indices.map((atom) => atomText(atoms[atom], hydrogens[atom])),
    bonds: bonds.filter(({ atoms: [a, b] }) => kept[a] && kept[b])
      .map(({ atoms: [a, b], bo = 1 }) => ({
        a: position.get(a)!,
        b: position.get(b)!,
        order: bo,
      })),
  });
  return withMolecule(rdkit, scaffold, (molecule) => molecule.get_smiles());
}
