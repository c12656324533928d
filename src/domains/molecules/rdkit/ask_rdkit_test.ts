import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import { askRdkit } from "./ask_rdkit.ts";
import { type Rdkit, RdkitFailure, withMolecule } from "./rdkit.ts";

Deno.test("askRdkit() prepares anew after a molecule at which RDKit fails", async () => {
  const instances: Rdkit[] = [];
  const ask = askRdkit((rdkit) => {
    instances.push(rdkit);
    const query = rdkit.get_qmol("[OX2H]")!;
    return (smiles) =>
      withMolecule(rdkit, smiles, (molecule) => {
        // What the size of a molecule keeps from happening.
        if (smiles === "CCN") rdkit.get_mol("C".repeat(10_000));
        return molecule.get_substruct_match(query) !== "{}";
      });
  });
  const answers = [];
  for (const smiles of ["CCO", "CCC", "CCN", "CCO", "C1CC", "CCN", "CCC"]) {
    answers.push(await ask(smiles));
  }
  assertEquals(
    answers.map((answer) => answer instanceof RdkitFailure ? "failed" : answer),
    [true, false, "failed", true, null, "failed", false],
  );
  assertEquals([instances.length, new Set(instances).size], [3, 3]);
});

Deno.test("askRdkit() passes on errors that are not RDKit's", async () => {
  const ask = askRdkit((rdkit) => (smiles) =>
    withMolecule(rdkit, smiles, () => {
      if (smiles === "N") throw new Error("on purpose");
      return smiles;
    })
  );
  await rejects(ask("N"), /on purpose/);
  ok(await ask("C") === "C");
});
