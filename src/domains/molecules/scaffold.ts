import { type Atom, type Bond, molecularGraph } from "./rdkit/molecular_graph.ts";
import { canonicalSmiles } from "./rdkit/canonical_smiles.ts";
import { type Rdkit, withMolecule } from "./rdkit/rdkit.ts";
import { DATIVE, writeSmiles } from "./rdkit/write_smiles.ts";

/** Marks rings, what links them, and what is bound to either by a double bond. */
function markScaffold(atoms: number, bonds: readonly Bond[]): boolean[] {
  const kept = new Array<boolean>(atoms).fill(true);
  for (let pruned = true; pruned;) {
    const degree = new Array<number>(atoms).fill(0);
    for (const { atoms: [a, b] } of bonds) {
      if (!kept[a] || !kept[b]) continue;
      degree[a]!++;
      degree[b]!++;
    }
    pruned = false;
    for (let atom = 0; atom < atoms; atom++) {
      if (!kept[atom] || degree[atom]! > 1) continue;
      kept[atom] = false;
      pruned = true;
    }
  }
  const core = [...kept];
  for (const { atoms: [a, b], order } of bonds) {
    if (order === 2 && core[a] !== core[b]) kept[a] = kept[b] = true;
  }
  return kept;
}

/** What a bond takes of the valence of its atoms. */
function valenceOf(order: number): number {
  return order === DATIVE ? 0 : order;
}

function atomText({ atomicNumber, charge }: Atom, hydrogens: number): string {
  const sign = charge === 0 ? "" : `${charge > 0 ? "+" : "-"}${Math.abs(charge)}`;
  return `[#${atomicNumber}${hydrogens > 0 ? `H${hydrogens}` : ""}${sign}]`;
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
    // Only the canonical form surely closes no ring across a dot.
    const canonical = canonicalSmiles(rdkit, smiles);
    if (canonical === null) return null;
    const parts = canonical.split(".").map((part) => murckoScaffold(rdkit, part));
    return parts.filter((part) => part !== "").sort().join(".");
  }
  const graph = withMolecule(rdkit, smiles, molecularGraph);
  if (graph === null) return null;
  const { atoms, bonds } = graph;
  const kept = markScaffold(atoms.length, bonds);
  const indices = [...kept.keys()].filter((atom) => kept[atom]);
  if (indices.length === 0) return "";

  // Hydrogens take the place of what was cut, but not of a dative bond, which uses up no valence.
  const hydrogens = atoms.map((atom) => atom.hydrogens);
  for (const { atoms: [a, b], order } of bonds) {
    if (kept[a] && !kept[b]) hydrogens[a]! += valenceOf(order);
    if (kept[b] && !kept[a]) hydrogens[b]! += valenceOf(order);
  }
  const position = new Map(indices.map((atom, i) => [atom, i]));
  const scaffold = writeSmiles({
    elements: indices.map((atom) => atomText(atoms[atom]!, hydrogens[atom]!)),
    bonds: bonds.filter(({ atoms: [a, b] }) => kept[a] && kept[b])
      .map(({ atoms: [a, b], order }) => ({ a: position.get(a)!, b: position.get(b)!, order })),
  });
  return canonicalSmiles(rdkit, scaffold);
}
