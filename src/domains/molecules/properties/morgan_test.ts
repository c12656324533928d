import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { randomKey } from "../../../random/mod.ts";
import { enumerateMolecules } from "../enumeration/enumerate.ts";
import { molecularGraph } from "../rdkit/molecular_graph.ts";
import { prepareFragments } from "./morgan.ts";
import { loadRdkit, withMolecule } from "../rdkit/rdkit.ts";

const rdkit = await loadRdkit();

/** Large enough that hardly two fragments share a bit. */
const BITS = 2 ** 16;

/** The bits that RDKit sets. */
function folded(smiles: string, radius: number): number[] {
  const options = JSON.stringify({ radius, nBits: BITS });
  const bytes: Uint8Array = withMolecule(
    rdkit,
    smiles,
    (molecule) => molecule.get_morgan_fp_as_uint8array(options),
  );
  const bits: number[] = [];
  for (const [i, byte] of bytes.entries()) {
    for (let bit = 0; byte >> bit !== 0; bit++) if ((byte >> bit) & 1) bits.push(8 * i + bit);
  }
  return bits;
}

const SPECIAL = [
  ...["C", "[NH4+]", "CC", "CCO.CCO", "C[C@H](F)Cl", "F/C=C/F", "C12C3C4C1C5C2C3C45"],
  ...["[13CH4]", "C[2H]", "[18OH]C", "[238U]", "[300C]", "C[N+](=O)[O-]", "c1cc[nH]c1", "[H][H]"],
  ...["N->[Cu]", "C[Hg]C", "[Na+].[Cl-]", "*C", "C1CC1(C)C", "O=C1c2ccccc2-c2ccccc21"],
  ...["CC(=O)Oc1ccccc1C(=O)O", "CN1C=NC2=C1C(=O)N(C(=O)N2C)C", "CC(C)(C)c1ccc2occ(CC(=O)N)c2c1"],
];

Deno.test("prepareFragments() finds the fragments whose bits RDKit sets", () => {
  const molecules = [...SPECIAL, ...enumerateMolecules(rdkit, randomKey(3)).take(40)];
  for (const radius of [0, 1, 2, 3]) {
    const fragments = prepareFragments(rdkit, radius);
    for (const smiles of molecules) {
      const ids = [...fragments(withMolecule(rdkit, smiles, molecularGraph)!).keys()];
      const bits = [...new Set(ids.map((id) => id % BITS))].sort((a, b) => a - b);
      assertEquals(bits, folded(smiles, radius), `${smiles}, radius ${radius}`);
    }
  }
});

Deno.test("prepareFragments() counts a fragment as often as it occurs", () => {
  const counts = prepareFragments(rdkit, 2)(withMolecule(rdkit, "CCCC", molecularGraph)!);
  // Two ends and two middles; the same with their neighbours; the whole chain from either middle,
  // which is one fragment; that of each end reaches two bonds, as its neighbour's does.
  assertEquals([...counts.values()].sort(), [1, 2, 2, 2, 2]);
});
