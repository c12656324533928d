import assert from "node:assert/strict";
import type { MoleculeMetrics } from "../../artifacts/metrics.ts";
import type { MoleculeSettings } from "../../artifacts/sample_settings.ts";
import { modelFacts } from "../../sampling/model_facts.ts";
import { trainingFacts } from "../../training/log/training_facts.ts";
import { summarize } from "./summary.ts";

const BASE: MoleculeMetrics = {
  settings: {
    ...{ sampler: "mdm", property: "ring_count", label: 1, count: 4 },
    ...{ gamma: 2, T: 16, seed: 1 },
  },
  nfe: 32,
  evaluations: 30,
  figures: {
    ...{ valid: 0.75, unique: 0.5, novel: 0.5, diversity: 0.2, scaffolds: 1 },
    ...{ validCount: 3, uniqueCount: 2, novelCount: 2 },
  },
  value: {
    valid: { mean: 3, se: 0.5, q1: 2, median: 3, q3: 4, n: 3 },
    novel: { mean: 4, se: 0.25, q1: 4, median: 4, q3: 4, n: 2 },
  },
  molecules: [
    { smiles: "C1CC1", canonical: "C1CC1", novel: true, value: 3 },
    { smiles: "C1CC1", canonical: "C1CC1", novel: true, value: 3 },
    { smiles: "C1CN1", canonical: "C1CN1", novel: true, value: 5 },
    { smiles: "C1C", canonical: null, novel: false, value: null },
  ],
  rdkit: "2026.09.1",
};

/** Figures of samples of which none is novel. */
const NONE = { ...BASE.figures, novel: 0, novelCount: 0, diversity: null, scaffolds: 0 };

/** The metrics of another setting. */
function withSettings(
  settings: Partial<MoleculeSettings>,
  rest: Partial<MoleculeMetrics> = {},
): MoleculeMetrics {
  return { ...BASE, ...rest, settings: { ...BASE.settings, ...settings } };
}

/** What a samples file tells of a network, as the real writers put it. */
function modelOf(steps: number) {
  const training = trainingFacts({ name: "mdm" }, { steps, batchSize: 128 });
  return modelFacts({ parameters: {}, training });
}

Deno.test("summarize averages over seeds and scales novel counts to 1,024", () => {
  const row = summarize([BASE, withSettings({ seed: 2 }, { figures: NONE })])[0]!;
  assert.deepEqual(row.seeds, [1, 2]);
  assert.equal(row.seOver, "seeds");
  assert.deepEqual(row.novelPer1024, { mean: 256, se: 256 });
  assert.equal(row.figures.novel?.mean, 0.25);
});

Deno.test("summarize takes quartiles over distinct novel molecules", () => {
  const row = summarize([BASE])[0]!;
  assert.deepEqual(row.quartiles, [3.5, 4, 4.5]);
});

Deno.test("summarize gives one seed's mean the standard error over its molecules, and shares the binomial one", () => {
  const row = summarize([BASE])[0]!;
  assert.deepEqual(row.value, { mean: 4, se: 0.25 });
  assert.deepEqual(row.figures.valid, { mean: 0.75, se: Math.sqrt(0.75 * 0.25 / 4) });
  assert.deepEqual([row.figures.unique, row.figures.novel], [{ mean: 0.5, se: 0.25 }, {
    mean: 0.5,
    se: 0.25,
  }]);
  assert.deepEqual(row.novelPer1024, { mean: 512, se: 256 });
  assert.equal(row.seOver, "samples");
});

Deno.test("summarize leaves the property of a setting without novel molecules open", () => {
  const none = { mean: null, se: null, q1: null, median: null, q3: null, n: 0 };
  const value = { valid: BASE.value.valid, novel: none };
  const row = summarize([{ ...BASE, figures: NONE, molecules: [], value }])[0]!;
  assert.equal(row.value, null);
  assert.equal(row.quartiles, null);
});

const CORRECTOR = { S: 2, omega: 4 };

Deno.test("summarize names methods by sampler, S and omega", () => {
  const rows = summarize([
    BASE,
    withSettings({ sampler: "proseco", corrector: CORRECTOR }),
    withSettings({ sampler: "proseco", corrector: { ...CORRECTOR, guidance: "guided" } }),
    withSettings({ sampler: "proseco", corrector: { ...CORRECTOR, step: "sampled" }, seed: 2 }),
  ]);
  assert.deepEqual(rows.map(({ method }) => method), [
    "MDM",
    "ProSeCo (2, 4) · corrector.step = none",
    "ProSeCo (2, 4) · corrector.step = sampled",
    "ProSeCo (2, 4, guided)",
  ]);
});

Deno.test("summarize never averages different models or further settings together", () => {
  const rows = summarize([
    { ...BASE, model: modelOf(1000) },
    withSettings({ seed: 2 }, { model: modelOf(20_000) }),
    withSettings({ sampler: "remdm", remasking: { eta: 0.1 } }),
    withSettings({ sampler: "remdm", remasking: { eta: 0.2 }, seed: 2 }),
  ]);
  assert.deepEqual(rows.map(({ method }) => method), [
    "MDM · 1,000 steps #1",
    "MDM · 20,000 steps #2",
    "ReMDM · remasking.eta = 0.1",
    "ReMDM · remasking.eta = 0.2",
  ]);
});

Deno.test("summarize says whose network a sampler drew from, and which classifier's guidance it was", () => {
  const trained = (objective: string) => ({ model: { ...modelOf(1000), objective } });
  const rows = summarize([
    { ...BASE, ...trained("mdm") },
    withSettings({}, trained("proseco")),
    withSettings({ guidance: "cbg-first-order" }, trained("mdm")),
    withSettings({ sampler: "proseco", corrector: CORRECTOR, guidance: "cbg" }),
  ]);
  assert.deepEqual(rows.map(({ method }) => method), [
    "MDM",
    "MDM · ProSeCo's network",
    "MDM, CBG, first order",
    "ProSeCo (2, 4), CBG",
  ]);
});

Deno.test("summarize averages further figures over the seeds that have them", () => {
  const row = summarize([BASE, withSettings({ seed: 2 }, { figures: NONE })])[0]!;
  assert.deepEqual(row.figures.diversity, { mean: 0.2, se: null });
  assert.deepEqual(row.figures.scaffolds, { mean: 0.5, se: 0.5 });
  assert.equal(summarize([{ ...BASE, figures: NONE }])[0]!.figures.diversity, null);
});

Deno.test("summarize takes no figure that it does not know for a setting", () => {
  const files = [1, 2].map((seed) =>
    withSettings({ seed }, { figures: { ...BASE.figures, elegance: seed / 10 } })
  );
  assert.deepEqual(summarize(files).map(({ method, seeds }) => [method, seeds]), [["MDM", [1, 2]]]);
});

Deno.test("summarize refuses the same setting and seed twice", () => {
  assert.throws(() => summarize([BASE, BASE]), /two files hold MDM, .* seed 1; give each once/);
});

Deno.test("summarize refuses seeds that differ in count", () => {
  assert.throws(
    () => summarize([BASE, withSettings({ seed: 2, count: 8 })]),
    /differ in count: got 4 and 8/,
  );
});

Deno.test("summarize orders rows by property as the paper does, then method, T and gamma", () => {
  const rows = summarize([
    withSettings({ property: "qed" }),
    withSettings({ T: 32 }),
    withSettings({ gamma: 3 }),
    withSettings({ sampler: "ar" }),
    BASE,
  ]);
  assert.deepEqual(rows.map(({ property, sampler, T, gamma }) => [property, sampler, T, gamma]), [
    ["ring_count", "ar", 16, 2],
    ["ring_count", "mdm", 16, 2],
    ["ring_count", "mdm", 16, 3],
    ["ring_count", "mdm", 32, 2],
    ["qed", "mdm", 16, 2],
  ]);
});
