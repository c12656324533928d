import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { cycleCount, molecularGraph } from "./molecular_graph.ts";
import { canonicalSmiles } from "./canonical_smiles.ts";
import { loadRdkit, withMolecule } from "./rdkit.ts";
import { DATIVE, type WritableGraph, writeSmiles } from "./write_smiles.ts";

const rdkit = await loadRdkit();
const bondsOf = (...bonds: [a: number, b: number, order: number][]) =>
  bonds.map(([a, b, order]) => ({ a, b, order }));

Deno.test("writeSmiles() writes branches, multiple bonds and rings", () => {
  const acid: WritableGraph = {
    elements: ["C", "C", "O", "O"],
    bonds: bondsOf([0, 1, 1], [1, 2, 2], [1, 3, 1]),
  };
  assertEquals(writeSmiles(acid), "CC(=O)O");
  const ring: WritableGraph = {
    elements: ["C", "C", "[NH2+]"],
    bonds: bondsOf([0, 1, 1], [1, 2, 1], [2, 0, 1]),
  };
  assertEquals(writeSmiles(ring), "C1C[NH2+]1");
  assertEquals(writeSmiles({ elements: ["[Na+]"], bonds: [] }), "[Na+]");
});

Deno.test("writeSmiles() numbers more than nine rings", () => {
  // A ladder: two chains of twelve atoms, each atom tied to its partner.
  const bonds: [number, number, number][] = [[0, 12, 1]];
  for (let i = 1; i < 12; i++) bonds.push([i - 1, i, 1], [i + 11, i + 12, 1], [i, i + 12, 1]);
  const smiles = writeSmiles({ elements: new Array(24).fill("C"), bonds: bondsOf(...bonds) });
  assertEquals(smiles.includes("%11"), true);
  const graph = withMolecule(rdkit, smiles, molecularGraph)!;
  assertEquals([graph.atoms.length, graph.bonds.length], [24, 34]);
  assertEquals(cycleCount(24, graph.bonds), 11);
});

Deno.test("writeSmiles() writes a dative bond from the atom that gives to the one that takes", () => {
  const elements = ["N", "[Pt]", "N"];
  assertEquals(
    writeSmiles({ elements, bonds: bondsOf([0, 1, DATIVE], [2, 1, DATIVE]) }),
    "N->[Pt]<-N",
  );
  const chelate: WritableGraph = {
    elements: ["C", "C", "N", "[Pt]", "N"],
    bonds: bondsOf([0, 1, 1], [1, 2, 1], [2, 3, DATIVE], [4, 3, DATIVE], [4, 0, 1]),
  };
  assertEquals(
    canonicalSmiles(rdkit, writeSmiles(chelate)),
    canonicalSmiles(rdkit, "C1CN->[Pt]<-N1"),
  );
});
