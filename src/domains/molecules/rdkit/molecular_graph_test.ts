import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { cycleCount, molecularGraph } from "./molecular_graph.ts";
import { loadRdkit, withMolecule } from "./rdkit.ts";

const rdkit = await loadRdkit();
const graphOf = (smiles: string) => withMolecule(rdkit, smiles, molecularGraph)!;
const CARBON = { atomicNumber: 6, hydrogens: 0, charge: 0, isotope: 0, aromatic: false };

Deno.test("molecularGraph() tells elements, hydrogens, charges and isotopes of the atoms", () => {
  assertEquals(graphOf("C[15NH3+]"), {
    atoms: [
      { ...CARBON, hydrogens: 3 },
      { atomicNumber: 7, hydrogens: 3, charge: 1, isotope: 15, aromatic: false },
    ],
    bonds: [{ atoms: [0, 1], order: 1, aromatic: false }],
    rings: [],
  });
  assertEquals(graphOf("*C").atoms[0]!.atomicNumber, 0);
  assertEquals(graphOf("[H][H]").atoms.length, 2);
});

Deno.test("molecularGraph() tells the bonds as double or triple and at the same time as aromatic", () => {
  const { atoms, bonds, rings } = graphOf("N#Cc1ccco1");
  assertEquals(atoms.map(({ aromatic }) => aromatic), [false, false, true, true, true, true, true]);
  assertEquals(bonds.map(({ order }) => order).toSorted(), [1, 1, 1, 1, 2, 2, 3]);
  assertEquals(bonds.filter(({ aromatic }) => aromatic).length, 5);
  assertEquals(rings.map((ring) => ring.toSorted()), [[2, 3, 4, 5, 6]]);
});

Deno.test("molecularGraph() reads molecules without bonds", () => {
  assertEquals(graphOf("[Na+].[Cl-]").bonds, []);
  assertEquals(graphOf("[Na+].[Cl-]").atoms.map(({ charge }) => charge), [1, -1]);
});

Deno.test("cycleCount() is what must be removed to leave no cycle", () => {
  const pair = fc.tuple(fc.nat(7), fc.nat(7)).filter(([a, b]) => a !== b);
  fc.assert(fc.property(fc.array(pair), (pairs) => {
    // Atoms are merged one bond after the other; a bond within a part closes a cycle.
    const part = Array.from({ length: 8 }, (_, atom) => atom);
    let cycles = 0;
    for (const [a, b] of pairs) {
      const [from, to] = [part[a], part[b]];
      if (from === to) cycles++;
      for (const atom of part.keys()) if (part[atom] === from) part[atom] = to!;
    }
    assertEquals(cycleCount(8, pairs.map((atoms) => ({ atoms }))), cycles);
  }));
});
