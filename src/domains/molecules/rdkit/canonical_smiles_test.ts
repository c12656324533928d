import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { canonicalSmiles } from "./canonical_smiles.ts";
import { loadRdkit, withMolecule } from "./rdkit.ts";

const rdkit = await loadRdkit();

Deno.test("canonicalSmiles() writes one string for all that mean the same molecule", () => {
  assertEquals(canonicalSmiles(rdkit, "OCC"), "CCO");
  assertEquals(canonicalSmiles(rdkit, "C(O)C"), "CCO");
  assertEquals(canonicalSmiles(rdkit, "C1=CC=CC=C1"), "c1ccccc1");
  assertEquals(canonicalSmiles(rdkit, "C1CC"), null);
});

Deno.test("canonicalSmiles() writes forms until one stands", () => {
  const once = (smiles: string) => withMolecule(rdkit, smiles, (one) => one.get_smiles());
  // RDKit keeps the hydrogens for double bonds that then turn out to have no configuration.
  const standing = "C=CC(=N)C(=N)N=C[O-]", first = "[H]N=C(C=C)C(N=C[O-])=N[H]";
  const source = "[H]/N=C(C=C)C(N=C[O-])=N/[H]";
  assertEquals([once(source), once(first), once(standing)], [first, standing, standing]);
  for (const smiles of [source, first, standing, "[H]/N=C(C=C)C(N=C[O-])=N[H]"]) {
    assertEquals(canonicalSmiles(rdkit, smiles), standing, smiles);
  }
  const marks = ["", "/", "\\"];
  for (const a of marks) {
    for (const b of marks) {
      for (const c of marks) {
        const form = canonicalSmiles(rdkit, `[H]${a}N=C(C=C)C(${b}N=C[O-])=N${c}[H]`)!;
        assertEquals(once(form), form);
      }
    }
  }
});

Deno.test("canonicalSmiles() of a constitution tells neither stereoisomers nor isotopes apart", () => {
  const kinds = {
    "CC(N)O": ["C[C@H](N)O", "C[C@@H](N)O", "C[13CH](N)O", "[2H]C([2H])C(N)O"],
    "CC=CC": ["C/C=C/C", "C/C=C\\C"],
    "C": ["[13CH4]", "[2H]C([2H])([2H])[2H]"],
  };
  for (const [constitution, variants] of Object.entries(kinds)) {
    const isomers = variants.map((smiles) => canonicalSmiles(rdkit, smiles));
    assertEquals(new Set([...isomers, constitution]).size, variants.length + 1);
    for (const smiles of [...variants, constitution]) {
      assertEquals(canonicalSmiles(rdkit, smiles, "constitution"), constitution, smiles);
    }
  }
});
