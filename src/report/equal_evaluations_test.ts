import assert from "node:assert/strict";
import { compareAtEqualEvaluations, comparisonTable, describeGains } from "./equal_evaluations.ts";
import type { SummaryRow } from "./summary.ts";

function row(sampler: string, T: number, nfe: number, novel: number): SummaryRow {
  const exact = (mean: number) => ({ mean, se: null });
  return {
    ...{ property: "ring_count", label: 1, sampler, method: sampler, S: 2, omega: 2, T },
    ...{
      gamma: 2,
      nfe,
      model: null,
      seeds: [1],
      count: 1024,
      valid: exact(0.5),
      unique: exact(0.5),
    },
    ...{ novel: exact(novel), novelPer1024: exact(novel * 1024), value: null, quartiles: null },
  };
}

Deno.test("ProSeCo is compared only where it costs no more evaluations", () => {
  const [{ baseline, proseco }] = compareAtEqualEvaluations([
    row("mdm", 8, 16, 0.05),
    row("mdm", 32, 64, 0.1),
    row("proseco", 16, 64, 0.3),
    row("proseco", 32, 128, 0.9),
  ]);
  assert.equal(baseline.T, 32);
  assert.equal(proseco?.T, 16);
});

Deno.test("The gains are told in one sentence", () => {
  const rows = [row("mdm", 32, 64, 0.1), row("proseco", 16, 64, 0.3)];
  assert.match(describeGains(compareAtEqualEvaluations(rows)), /finds 3\.0× the novel molecules/);
  assert.equal(describeGains([]), "");
});

Deno.test("The table says where nothing as cheap ran", () => {
  const comparisons = compareAtEqualEvaluations([
    row("mdm", 8, 16, 0.05),
    row("proseco", 16, 64, 0.3),
  ]);
  assert.equal(comparisons[0].proseco, null);
  assert.match(comparisonTable(comparisons).markup, /no setting as cheap ran/);
});

Deno.test("Every baseline is compared, in the order of the paper, and MDM alone is put in words", () => {
  const comparisons = compareAtEqualEvaluations([
    row("remdm", 32, 64, 0.2),
    row("mdm", 32, 64, 0.1),
    row("ar", 32, 46, 0.05),
    row("proseco", 16, 64, 0.3),
    row("proseco", 8, 32, 0.15),
  ]);
  assert.deepEqual(comparisons.map(({ baseline, proseco }) => [baseline.sampler, proseco?.T]), [
    ["ar", 8],
    ["mdm", 16],
    ["remdm", 16],
  ]);
  assert.match(describeGains(comparisons), /finds 3\.0× the novel molecules of MDM/);
  // AR has no T to choose.
  assert.match(comparisonTable(comparisons).markup, /<td class="text">46 evaluations<\/td>/);
});
