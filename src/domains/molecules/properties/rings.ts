import { cycleCount, type MolecularGraph } from "../rdkit/molecular_graph.ts";

/**
 * What counts as a ring: `symmetrised` counts every ring of the symmetrised smallest set of smallest
 * rings, as RDKit's `NumRings` does (cubane has 6); `sssr` counts independent cycles (cubane has 5).
 */
export type RingDefinition = "symmetrised" | "sssr";

/** The number of rings of a molecule. */
export function ringCount(graph: MolecularGraph, definition: RingDefinition): number {
  return definition === "sssr" ? cycleCount(graph.atoms.length, graph.bonds) : graph.rings.length;
}

/**
 * The number of aromatic rings as QED counts them: independent cycles that remain once every
 * non-aromatic ring atom with a singly bound non-aromatic neighbour is deleted.
 *
 * Source: RDKit `Chem/QED.py`, `AliphaticRings` = `[$([A;R][!a])]`.
 */
export function aromaticRingCount({ atoms, bonds, rings }: MolecularGraph): number {
  if (rings.length === 0) return 0;
  const inRing = new Set(rings.flat()), deleted = new Set<number>();
  for (const { atoms: [a, b], order } of bonds) {
    if (atoms[a]!.aromatic || atoms[b]!.aromatic || order !== 1) continue;
    if (inRing.has(a)) deleted.add(a);
    if (inRing.has(b)) deleted.add(b);
  }
  const remaining = bonds.filter(({ atoms: [a, b] }) => !deleted.has(a) && !deleted.has(b));
  return cycleCount(atoms.length, remaining);
}
