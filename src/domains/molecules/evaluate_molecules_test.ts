import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { evaluateMolecules, formsOf } from "./evaluate_molecules.ts";
import type { Identity } from "./rdkit/identity.ts";

Deno.test("evaluateMolecules() counts validity, uniqueness and novelty as shares of all samples", async () => {
  const smiles = ["C1CC1", "C(O)C", "OCC", "C1CC2", "", "C1CC1", "C1CC1C1CC1", "C C"];
  const metrics = await evaluateMolecules(smiles, {
    property: "ring_count",
    known: new Set(["CCO"]),
  });
  const { molecules, value, figures } = metrics, { diversity, scaffolds } = figures;
  assertEquals([figures.valid, figures.unique, figures.novel], [5 / 8, 3 / 8, 2 / 8]);
  assertEquals([figures.validCount, figures.uniqueCount, figures.novelCount], [5, 3, 2]);
  assertEquals(value.valid.mean, (1 + 0 + 0 + 1 + 2) / 5);
  assertEquals([value.novel.n, value.novel.mean, value.novel.se], [2, 1.5, 0.5]);
  assertEquals(scaffolds, 2);
  ok(diversity! > 0 && diversity! < 0.5);
  assertEquals(molecules[0], { smiles: "C1CC1", canonical: "C1CC1", novel: true, value: 1 });
  assertEquals(molecules[5], { smiles: "C1CC1", canonical: "C1CC1", novel: false, value: 1 });
  assertEquals(molecules[2], { smiles: "OCC", canonical: "CCO", novel: false, value: 0 });
  assertEquals(molecules[7], { smiles: "C C", canonical: null, novel: false, value: null });
});

Deno.test("evaluateMolecules() knows a molecule whatever form RDKit writes first", async () => {
  const smiles = ["[H]/N=C(C=C)C(N=C[O-])=N/[H]", "[H]N=C(C=C)C(N=C[O-])=N[H]"];
  const known = new Set(["C=CC(=N)C(=N)N=C[O-]"]);
  const { figures } = await evaluateMolecules(smiles, { property: "ring_count", known });
  assertEquals([figures.validCount, figures.uniqueCount, figures.novelCount], [2, 1, 0]);
});

Deno.test("evaluateMolecules() tells isomers apart, or does not, as it is asked", async () => {
  const smiles = ["C[C@H](N)O", "C[C@@H](N)O", "C[13CH](N)O", "C/C=C/C", "C/C=C\\C"];
  const judge = async (identity: Identity) => {
    const known = new Set(await formsOf(["C[C@H](N)O"], identity));
    const judged = await evaluateMolecules(smiles, { property: "ring_count", known, identity });
    assertEquals(judged.molecules.map(({ canonical }) => canonical), smiles);
    const { uniqueCount, novelCount } = judged.figures;
    return { uniqueCount, novelCount, novel: judged.molecules.map(({ novel }) => novel) };
  };
  assertEquals(await judge("isomer"), {
    ...{ uniqueCount: 5, novelCount: 4, novel: [false, true, true, true, true] },
  });
  assertEquals(await judge("constitution"), {
    ...{ uniqueCount: 2, novelCount: 1, novel: [false, false, false, true, false] },
  });
});

Deno.test("evaluateMolecules() judges what follows a string that RDKit cannot hold", async () => {
  const refused: number[] = [];
  const { figures, molecules } = await evaluateMolecules(["CCO", "C".repeat(800), "C1CC1"], {
    ...{ property: "qed", known: new Set<string>(), onRefused: (row) => refused.push(row) },
  });
  assertEquals([figures.validCount, figures.novelCount, refused], [2, 2, [1]]);
  assertEquals(molecules.map(({ canonical }) => canonical), ["CCO", null, "C1CC1"]);
});

Deno.test("evaluateMolecules() says that nothing is valid where nothing is", async () => {
  for (const smiles of [[], ["C1CC"]]) {
    const { figures, value } = await evaluateMolecules(smiles, {
      property: "qed",
      known: new Set(),
    });
    const { valid, unique, novel, diversity, scaffolds } = figures;
    assertEquals([valid, unique, novel, scaffolds], [0, 0, 0, 0]);
    assertEquals([diversity, value.valid.mean], [null, null]);
  }
});
