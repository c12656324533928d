import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { loadRdkit } from "./rdkit.ts";
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

Deno.test("murckoScaffold() answers null for an invalid string", () => {
  assertEquals(murckoScaffold(rdkit, "C1CC"), null);
});
