import { cycleCount, type MolecularGraph } from "./molecular_graph.ts";

/**
 * What counts as a ring: `symmetrised` counts every ring of the symmetrised smallest set of smallest
 * rings, as RDKit's `NumRings` does (cubane has 6); `sssr` counts independent cycles (cubane has 5).
 */
export type RingDefinition = "symmetrised" | "sssr";

/** The number of rings of a molecule. */
export function ringCount(graph: MolecularGraph, definition: RingDefinition): number {
  return definition === "sssr" ? cycleCount(graph.atoms, graph.bonds) : graph.rings.length;
}

/**
 * The number of aromatic rings as QED counts them: independent cycles that remain once every
 * non-aromatic ring atom with a singly bound non-aromatic neighbour is deleted.
 *
 * Source: RDKit `Chem/QED.py`, `AliphaticRings` = `[$([A;R][!a])]`.
 */
export function aromaticRingCount(graph: MolecularGraph): number {
  const { atoms, bonds, bondOrders, rings, aromatic } = graph;
  if (rings.length === 0) return 0;
  const inRing = new Uint8Array(atoms), deleted = new Uint8Array(atoms);
  for (const ring of rings) for (const atom of ring) inRing[atom] = 1;
  for (const [i, [a, b]] of bonds.entries()) {
    if (aromatic[a] || aromatic[b] || bondOrders[i] !== 1) continue;
    if (inRing[a]) deleted[a] = 1;
    if (inRing[b]) deleted[b] = 1;
  }
  return cycleCount(atoms, bonds.filter(([a, b]) => !deleted[a] && !deleted[b]));
}
