import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { evaluateMolecules } from "./evaluate_molecules.ts";

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
