import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { internalDiversity, morganFingerprint, tanimoto } from "./diversity.ts";
import { loadRdkit, withMolecule } from "./rdkit/rdkit.ts";

const rdkit = await loadRdkit();

Deno.test("tanimoto() is the share of common bits", () => {
  const bits = (...words: number[]) => Uint32Array.from(words);
  assertEquals(tanimoto(bits(0b0111, 1), bits(0b1110, 1)), 3 / 5);
  assertEquals(tanimoto(bits(0xffffffff, 0x80000000), bits(0xffffffff, 0)), 32 / 33);
  assertEquals(tanimoto(bits(0), bits(0)), 1);
});

Deno.test("morganFingerprint() has one bit for each environment of an atom", () => {
  const count = (smiles: string) =>
    withMolecule(rdkit, smiles, morganFingerprint)!
      .reduce((sum, word) => sum + word.toString(2).replaceAll("0", "").length, 0);
  assertEquals(count("C"), 1);
  // Ethanol: three atoms, each with its neighbours; the second shell adds nothing new.
  assertEquals(count("CCO"), 6);
});

Deno.test("internalDiversity() is 0 for one molecule and grows with difference", () => {
  const diversity = (...smiles: string[]) =>
    internalDiversity(smiles.map((text) => withMolecule(rdkit, text, morganFingerprint)!));
  assertEquals(diversity(), null);
  assertEquals(diversity("CCO"), 0);
  const alike = diversity("CCCCO", "CCCCCO")!, different = diversity("CCCCO", "c1ccncc1")!;
  ok(0 < alike && alike < different && different <= 0.5, `${alike}, ${different}`);
});
