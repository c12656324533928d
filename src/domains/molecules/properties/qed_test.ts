import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { type Descriptors, descriptors } from "../rdkit/descriptors.ts";
import { molecularGraph } from "../rdkit/molecular_graph.ts";
import { prepareQed, type QedParts } from "./qed.ts";
import { loadRdkit, withMolecule } from "../rdkit/rdkit.ts";

const rdkit = await loadRdkit();
const qed = prepareQed(rdkit);

function withParts<Result>(smiles: string, use: (parts: QedParts) => Result): Result {
  return withMolecule(rdkit, smiles, (molecule) =>
    use({
      molecule,
      canonical: molecule.get_smiles(),
      graph: molecularGraph(molecule),
      descriptors: descriptors(molecule),
    }))!;
}

Deno.test("prepareQed() agrees with Python RDKit on drugs", () => {
  const expected = {
    "N=C(CCSCc1csc(N=C(N)N)n1)NS(N)(=O)=O": 0.2531425773300557,
    "CNC(=NCCSCc1nc[nH]c1C)NC#N": 0.2346588097545297,
    "CCCCCNC(=N)NN=Cc1c[nH]c2ccc(CO)cc12": 0.2348715379670856,
    "CC(=O)Oc1ccccc1C(=O)O": 0.5501217966938848,
  };
  for (const [smiles, value] of Object.entries(expected)) {
    ok(Math.abs(withParts(smiles, qed) - value) <= 2.3e-16, smiles);
  }
});

Deno.test("prepareQed() takes what it can from the descriptors", () => {
  withParts("CCO", (parts) => {
    const withOther = (other: Partial<Descriptors>) =>
      qed({ ...parts, descriptors: { ...parts.descriptors, ...other } });
    assertEquals(withOther({}), qed(parts));
    // Ethanol is smaller, and has less surface, than what drugs are like.
    ok(withOther({ amw: 300 }) > qed(parts));
    ok(withOther({ tpsa: 50 }) > qed(parts));
    ok(withOther({ CrippenClogP: 2.5 }) > qed(parts));
    ok(withOther({ NumHBD: 9 }) < qed(parts));
    ok(withOther({ NumRotatableBonds: 30 }) < qed(parts));
    assertEquals(withOther({ NumHBA: 9, lipinskiHBA: 9, lipinskiHBD: 9 }), qed(parts));
  });
});

Deno.test("prepareQed() finds the structural alerts that the text of a molecule hints at", () => {
  // An aldehyde is one; the same descriptors and graph without it are worth more.
  withParts("CCCCC=O", (aldehyde) => {
    withParts("CCCCC(C)=O", (ketone) => {
      ok(qed({ ...aldehyde, molecule: ketone.molecule }) > qed(aldehyde));
    });
  });
});
