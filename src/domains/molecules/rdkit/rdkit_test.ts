import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { canonicalSmiles, loadRdkit, parseSmiles, withMolecule } from "./rdkit.ts";

const rdkit = await loadRdkit();

Deno.test("canonicalSmiles() writes one string for all that mean the same molecule", () => {
  assertEquals(canonicalSmiles(rdkit, "OCC"), "CCO");
  assertEquals(canonicalSmiles(rdkit, "C(O)C"), "CCO");
  assertEquals(canonicalSmiles(rdkit, "C1=CC=CC=C1"), "c1ccccc1");
});

Deno.test("parseSmiles() refuses strings that are no molecule", () => {
  for (const smiles of ["C1CC", "C(", "c1cccc1", "C(C)(C)(C)(C)C", "Xx", "C<mask>"]) {
    assertEquals(parseSmiles(rdkit, smiles), null, smiles);
  }
});

Deno.test("parseSmiles() refuses what RDKit would take but is no SMILES string", () => {
  const molecule = parseSmiles(rdkit, "CCO")!;
  const others = [molecule.get_json(), molecule.get_molblock()];
  molecule.delete();
  for (const text of ["", " ", " C", "C C", "C\tname", "C\n", "C\0C", "Cé", ...others]) {
    assertEquals(parseSmiles(rdkit, text), null, JSON.stringify(text));
  }
});

Deno.test("withMolecule() frees the molecule even if its user throws", () => {
  let kept: { isDeleted(): boolean } | undefined;
  throws(() =>
    withMolecule(rdkit, "C", (molecule) => {
      kept = molecule;
      throw new Error("on purpose");
    }), /on purpose/);
  assertEquals(kept?.isDeleted(), true);
});
