import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { loadRdkit } from "./rdkit/rdkit.ts";
import { murckoScaffold } from "./scaffold.ts";

const rdkit = await loadRdkit();

Deno.test("murckoScaffold() keeps rings, linkers and what is doubly bound to them", () => {
  const expected = {
    "CC(=O)Oc1ccccc1C(=O)O": "c1ccccc1",
    "Cn1cnc2c1c(=O)n(C)c(=O)n2C": "O=c1[nH]c(=O)c2[nH]cnc2[nH]1",
    "CCC1CC1CC(C)CC1CCC1C": "C1CC(CCCC2CC2)C1",
    "CN=C1CCCC1": "N=C1CCCC1",
    "C[N+]1(C)CCCC1": "C1CC[NH2+]C1",
    "C[C@@H](F)C1CC1": "C1CC1",
    "O=C(c1ccccc1)C1CC1": "O=C(c1ccccc1)C1CC1",
    "CCO": "",
    "CC1CC1.CCO.Cc1ccccc1": "C1CC1.c1ccccc1",
    "C": "",
  };
  for (const [smiles, scaffold] of Object.entries(expected)) {
    assertEquals(murckoScaffold(rdkit, smiles), scaffold, smiles);
  }
});

Deno.test("murckoScaffold() leaves a scaffold as it is", () => {
  for (const smiles of ["c1ccc2[nH]ccc2c1", "C1CC2CC1C2", "O=C1C=CC(=O)C=C1"]) {
    assertEquals(murckoScaffold(rdkit, smiles), smiles);
  }
});

Deno.test("murckoScaffold() keeps dative bonds, and cuts them without a trace", () => {
  const expected = {
    "c1ccn(->[Cu])cc1": "c1ccncc1",
    "CN1CCCC1->[Cu]": "C1CCNC1",
    "c1ccccc1[P](C)(C)->[Au]Cl": "c1ccccc1",
    "CC1CN->[Pt]<-N1": "C1C[NH2]->[Pt]<-[NH2]1",
    "O=C1C[NH2]->[Cu]2(<-[NH2]CC(=O)O2)O1": "O=C1C[NH2]->[Cu]2(<-[NH2]CC(=O)[O]2)[O]1",
    "[NH3]->[Fe]<-[NH3]": "",
    "C1CC1~C": "C1CC1",
  };
  for (const [smiles, scaffold] of Object.entries(expected)) {
    assertEquals(murckoScaffold(rdkit, smiles), scaffold, smiles);
  }
});

Deno.test("murckoScaffold() sees a ring that is closed across a dot", () => {
  assertEquals(murckoScaffold(rdkit, "C1CC2.C12"), "C1CCC1");
  assertEquals(murckoScaffold(rdkit, "C1.C1"), "");
});

Deno.test("murckoScaffold() answers null for an invalid string", () => {
  for (const smiles of ["C1CC", "C1CC1.C(", "."]) {
    assertEquals(murckoScaffold(rdkit, smiles), null, smiles);
  }
});
