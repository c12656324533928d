import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { randomKey } from "../../../random/mod.ts";
import { enumerateMolecules } from "../enumeration/enumerate.ts";
import { ACCEPTOR_SMARTS } from "./qed_parameters.ts";
import { canonicalSmiles } from "../rdkit/canonical_smiles.ts";
import { loadRdkit, withMolecule } from "../rdkit/rdkit.ts";
import { compileSmarts, hasMatch } from "../rdkit/smarts.ts";
import { prepareCandidates, smartsNeeds } from "./smarts_needs.ts";
import { ALERT_SMARTS } from "./structural_alerts.ts";

const RING = [..."123456789"];

Deno.test("smartsNeeds() names elements, charges, bonds and rings that a match must show", () => {
  assertEquals(smartsNeeds("C#N"), [["C"], ["#"], ["N"]]);
  assertEquals(smartsNeeds("[F,Cl]c1ccccc1"), [["F", "Cl"], ["c"], RING]);
  assertEquals(smartsNeeds("[N+](=O)[O-]"), [["N"], ["+"], ["="], ["O"], ["-"]]);
  assertEquals(smartsNeeds("[Nv3X3,Nv4X4]"), [["N", "N"]]);
  assertEquals(smartsNeeds("[C;!R]=[13C]"), [["C"], ["="]]);
});

Deno.test("smartsNeeds() does not guess at what is not simple", () => {
  for (
    const smarts of ["[$([CH]),$(CC)]", "[#6]", "*", "[R0;D2]", "[!C]", "[Hg,Fe]", "C-,=C", "[N+0]"]
  ) {
    const needs = smartsNeeds(smarts);
    ok(needs.every(([text]) => text === "C" || text === "N"), `${smarts}: ${needs}`);
  }
  assertEquals(smartsNeeds("C!=C"), [["C"]]);
});

Deno.test("prepareCandidates() never rules out a pattern that matches", async () => {
  const rdkit = await loadRdkit();
  const patterns = [...ALERT_SMARTS, ...ACCEPTOR_SMARTS];
  const queries = patterns.map((smarts) => compileSmarts(rdkit, smarts));
  const candidatesOf = prepareCandidates(patterns);
  // Kekulé forms and the patterns themselves, where they are molecules, match the rare patterns.
  const asMolecules = patterns.map((smarts) => canonicalSmiles(rdkit, smarts));
  const functionalGroups = [
    ...["ClCC(=O)Cl", "CS(=O)(=O)OC", "On1cccc1", "C#CC(=O)OC", "CC=NC", "CN=NC", "CC(=O)C(=O)C"],
    ...["CSSC", "CNN", "CC(=O)NN", "CC=S", "O=C1C=CC(=O)C=C1", "[O-]S(=O)(=O)OC", "CP", "CI"],
    ...[
      "Clc1ccc(Cl)c(Cl)c1Cl",
      "C1CCCCCC1",
      "C[N+](=O)[O-]",
      "C=[N+]=[N-]",
      "CN=C=O",
      "CN=[N+]=[N-]",
    ],
    ...["N#CC(O)C", "C=C=O", "CSO", "FC(F)(F)S(=O)(=O)OC", "O=C1NC(=O)C1", "[15NH3]", "C[18OH]"],
    ...["[13CH4]", "C[34SH]", "c1ccc2c(c1)ccc(=O)o2", "C[O+](C)C", "Fc1ncccc1", "C[Si](C)(F)C"],
    ...["OC(=O)c1ccccc1OC(C)=O", "CCCCCCCC=O", "C[Hg]Cl", "N[n+]1ccccc1", "C=CC#N", "CC=C(C)C#N"],
  ].map((smiles) => canonicalSmiles(rdkit, smiles));
  const molecules = [...asMolecules, ...functionalGroups].filter((smiles) => smiles !== null)
    .concat(enumerateMolecules(rdkit, randomKey(0)).take(300).toArray());

  const matched = new Set<number>();
  for (const smiles of molecules) {
    const candidates = new Set(candidatesOf(smiles));
    withMolecule(rdkit, smiles, (molecule) => {
      for (const [i, query] of queries.entries()) {
        if (!hasMatch(molecule, query)) continue;
        matched.add(i);
        ok(candidates.has(i), `${patterns[i]} matches ${smiles}`);
      }
    });
  }
  ok(
    matched.size >= 85,
    `only ${matched.size} of ${patterns.length} patterns were put to the test`,
  );
  for (const query of queries) query.delete();
});
