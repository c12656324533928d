import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { ACCEPTOR_SMARTS } from "../properties/qed_parameters.ts";
import { loadRdkit, withMolecule } from "./rdkit.ts";
import { compileSmarts, hasMatch } from "./smarts.ts";
import { ALERT_SMARTS } from "../properties/structural_alerts.ts";

const rdkit = await loadRdkit();

Deno.test("hasMatch() finds a compiled pattern in any number of molecules", () => {
  const carbonyl = compileSmarts(rdkit, "[CX3]=O");
  const expected = { "CC=O": true, "CCO": false, "O=C1CC1": true, "C": false };
  for (const [smiles, found] of Object.entries(expected)) {
    assertEquals(withMolecule(rdkit, smiles, (molecule) => hasMatch(molecule, carbonyl)), found);
  }
  carbonyl.delete();
});

Deno.test("compileSmarts() refuses what is no pattern and shows it", () => {
  throws(() => compileSmarts(rdkit, "[C"), { message: 'Cannot compile the SMARTS pattern "[C"' });
});

Deno.test("RDKit compiles the 11 acceptors and 116 alerts of QED", () => {
  assertEquals([ACCEPTOR_SMARTS.length, ALERT_SMARTS.length], [11, 116]);
  for (const smarts of [...ACCEPTOR_SMARTS, ...ALERT_SMARTS]) compileSmarts(rdkit, smarts).delete();
});
