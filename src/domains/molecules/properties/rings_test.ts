import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { molecularGraph } from "../rdkit/molecular_graph.ts";
import { loadRdkit, withMolecule } from "../rdkit/rdkit.ts";
import { aromaticRingCount, ringCount } from "./rings.ts";

const rdkit = await loadRdkit();
const graphOf = (smiles: string) => withMolecule(rdkit, smiles, molecularGraph)!;

Deno.test("ringCount() tells the symmetrised set of rings from the smallest one", () => {
  const cubane = graphOf("C12C3C4C1C5C2C3C45");
  assertEquals(ringCount(cubane, "symmetrised"), 6);
  assertEquals(ringCount(cubane, "sssr"), 5);
});

Deno.test("ringCount() counts the rings of every part", () => {
  for (const definition of ["symmetrised", "sssr"] as const) {
    assertEquals(ringCount(graphOf("CCO"), definition), 0);
    assertEquals(ringCount(graphOf("C1CC1.C1CC1"), definition), 2);
    assertEquals(ringCount(graphOf("c1ccc2ccccc2c1"), definition), 2);
    assertEquals(ringCount(graphOf("[NH4+]"), definition), 0);
  }
});

Deno.test("aromaticRingCount() counts what remains without the aliphatic ring atoms", () => {
  const expected = {
    "c1ccccc1": 1,
    "c1ccc2ccccc2c1": 2,
    "C1CCCCC1": 0,
    "CCO": 0,
    "c1ccc2c(c1)CCC2": 1,
    // The carbonyl carbon has only aromatic and doubly bound neighbours, so the ring stays.
    "O=C1c2ccccc2-c2ccccc21": 3,
  };
  for (const [smiles, count] of Object.entries(expected)) {
    assertEquals(aromaticRingCount(graphOf(smiles)), count, smiles);
  }
});
