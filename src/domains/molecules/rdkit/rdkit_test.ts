import {
  deepStrictEqual as assertEquals,
  notStrictEqual as assertNotSame,
  strictEqual as assertSame,
  throws,
} from "node:assert/strict";
import { loadRdkit, type Molecule, type Rdkit, RdkitFailure, withMolecule } from "./rdkit.ts";

const rdkit = await loadRdkit();
const canonical = (rdkit: Rdkit, smiles: string) =>
  withMolecule(rdkit, smiles, (molecule) => molecule.get_smiles());

Deno.test("withMolecule() refuses strings that are no molecule", () => {
  for (const smiles of ["C1CC", "C(", "c1cccc1", "C(C)(C)(C)(C)C", "Xx", "C<mask>"]) {
    assertEquals(canonical(rdkit, smiles), null, smiles);
  }
});

Deno.test("withMolecule() refuses what RDKit would take but is no SMILES string", () => {
  const others = withMolecule(rdkit, "CCO", (molecule) => [
    molecule.get_json(),
    molecule.get_molblock(),
  ])!;
  for (const text of ["", " ", " C", "C C", "C\tname", "C\n", "C\0C", "Cé", ...others]) {
    assertEquals(canonical(rdkit, text), null, JSON.stringify(text));
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

Deno.test("withMolecule() hands RDKit no molecule that its stack may not hold", () => {
  for (const size of [513, 800, 5000]) {
    const kinds = ["C".repeat(size), "C(".repeat(size - 1) + "C" + ")".repeat(size - 1)];
    for (const smiles of kinds) assertEquals(canonical(rdkit, smiles), null);
  }
  assertEquals(canonical(rdkit, "C".repeat(512)), "C".repeat(512));
  assertEquals(canonical(rdkit, "OCC"), "CCO");
});

Deno.test("loadRdkit() has a new RDKit after one failed, which is never asked again", async () => {
  const first = await loadRdkit();
  // What a larger molecule than is let in does: nothing is right from then on.
  const kill = (_molecule: Molecule) => first.get_mol("C".repeat(10_000));
  throws(() => withMolecule(first, "CCN", kill), {
    name: "RdkitFailure",
    message: /^RDKit failed at "CCN": (?:RuntimeError|RangeError|\[object WebAssembly.Exception)/,
  });
  throws(() => canonical(first, "CCO"), RdkitFailure);

  const [second, third] = await Promise.all([loadRdkit(), loadRdkit()]);
  assertNotSame(second, first);
  assertSame(third, second);
  assertEquals(canonical(second, "OCC"), "CCO");
});
