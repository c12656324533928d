import { deepStrictEqual as assertEquals, notDeepStrictEqual, throws } from "node:assert/strict";
import { randomKey } from "../../../random/mod.ts";
import { labelMolecules, type LabelOptions } from "./labelled_molecules.ts";
import { smilesTokenizer } from "../smiles_tokenizer.ts";

const tokenizer = smilesTokenizer();
const OPTIONS: LabelOptions = {
  properties: ["ring_count", "qed"],
  tokenizer,
  length: 24,
  holdout: 0.2,
  labelQuantile: 0.9,
  key: randomKey(1),
};
/** Straight chains; `ring_count` stands for the length here. */
const CHAINS = Array.from(
  { length: 20 },
  (_, i) => ({ canonical: "C".repeat(i + 1), values: [i + 1, -i] }),
);

Deno.test("labelMolecules() labels 1 what is strictly above the quantile", () => {
  const { train, test, thresholds } = labelMolecules(CHAINS, OPTIONS);
  assertEquals(thresholds.get("ring_count"), { threshold: 18.1, share: 0.1 });
  assertEquals([train.count, test.count], [16, 4]);
  for (const part of [train, test]) {
    const values = part.values.get("ring_count")!, labels = part.labels.get("ring_count")!;
    assertEquals([...labels], [...values].map((value) => Number(value > 18.1)));
  }
});

Deno.test("labelMolecules() keeps tokens, values and labels of a molecule together", () => {
  const { train, test } = labelMolecules(CHAINS, OPTIONS);
  const lengths: number[] = [];
  for (const { count, tokens, values } of [train, test]) {
    for (let row = 0; row < count; row++) {
      const smiles = tokenizer.decode(tokens.subarray(row * 24, (row + 1) * 24));
      assertEquals(values.get("ring_count")![row], smiles.length);
      lengths.push(smiles.length);
    }
  }
  assertEquals(lengths.sort((a, b) => a - b), CHAINS.map((_, i) => i + 1));
});

Deno.test("labelMolecules() depends on the key but not on the order or on repeats", () => {
  const once = labelMolecules(CHAINS, OPTIONS);
  assertEquals(labelMolecules([...CHAINS, ...CHAINS].reverse(), OPTIONS), once);
  notDeepStrictEqual(labelMolecules(CHAINS, { ...OPTIONS, key: randomKey(2) }).test, once.test);
});

Deno.test("labelMolecules() leaves out what it cannot tokenise but knows it for novelty", () => {
  const sulphur = { canonical: "CCS", values: [100, 100] };
  const { train, test, canonical, untokenised } = labelMolecules([...CHAINS, sulphur], OPTIONS);
  assertEquals(train.count + test.count, 20);
  assertEquals(untokenised, 1);
  assertEquals(canonical.includes("CCS"), true);
});

Deno.test("labelMolecules() refuses a length that no molecule fits", () => {
  throws(() => labelMolecules(CHAINS, { ...OPTIONS, length: 2 }), /none of 20 molecules fits 2/);
});
