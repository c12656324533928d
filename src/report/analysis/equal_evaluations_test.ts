import assert from "node:assert/strict";
import { compareAtEqualEvaluations } from "./equal_evaluations.ts";
import { comparisonTable, describeGains } from "../sections/equal_evaluations_section.ts";
import type { SummaryRow } from "./summary.ts";

/** A setting whose seeds 1, 2 … find so many novel ones of 1,000 samples each. */
function row(
  sampler: string,
  T: number,
  nfe: number,
  novelCounts: readonly number[],
  [S, omega]: readonly [number, number] = sampler === "proseco" ? [2, 2] : [0, 0],
): SummaryRow {
  const mean = novelCounts.reduce((sum, count) => sum + count, 0) / novelCounts.length / 1000;
  const share = { mean, se: 0.01 };
  return {
    ...{ property: "ring_count", label: 1, sampler, S, omega, T, gamma: 2, nfe, model: null },
    method: S === 0 ? sampler.toUpperCase() : `ProSeCo (${S}, ${omega})`,
    ...{
      seeds: novelCounts.map((_, index) => index + 1),
      count: 1000,
      seOver: "seeds" as const,
      novelCounts,
    },
    ...{ figures: { novel: share }, value: null, quartiles: null },
    novelPer1024: { mean: mean * 1024, se: null },
  };
}

Deno.test("ProSeCo is compared only where it costs no more evaluations", () => {
  const { baseline, proseco } = compareAtEqualEvaluations([
    row("mdm", 8, 16, [50]),
    row("mdm", 32, 64, [100]),
    row("proseco", 16, 64, [300]),
    row("proseco", 32, 128, [900]),
  ])[0]!;
  assert.equal(baseline.row.T, 32);
  assert.equal(proseco?.row.T, 16);
});

Deno.test("ProSeCo is compared with its first corrector, though another found more", () => {
  const { proseco } = compareAtEqualEvaluations([
    row("mdm", 32, 64, [100]),
    row("proseco", 16, 64, [700], [0, 0]),
    row("proseco", 16, 64, [900], [4, 4]),
    row("proseco", 16, 64, [300]),
  ])[0]!;
  assert.equal(proseco?.row.method, "ProSeCo (2, 2)");
});

Deno.test("Settings are chosen by the first half of the seeds and compared by the others", () => {
  const comparisons = compareAtEqualEvaluations([
    row("mdm", 16, 32, [90, 110, 100]),
    row("mdm", 32, 64, [100, 80, 100]),
    row("proseco", 8, 32, [300, 200, 160]),
    row("proseco", 16, 64, [200, 900, 900]),
  ]);
  const { baseline, proseco, gain } = comparisons[0]!;
  assert.deepEqual([baseline.row.T, baseline.chosenBy, baseline.seeds], [32, [1], [2, 3]]);
  assert.deepEqual([proseco?.row.T, proseco?.novel.counts], [8, [200, 160]]);
  assert.equal(gain?.ratio, 2);
  const { markup } = comparisonTable(comparisons);
  assert.match(markup, /chosen by seed 1 and compared by seeds 2 and 3/);
});

Deno.test("The gains are told in one sentence, with their interval, and one seed is owned up to", () => {
  const comparisons = compareAtEqualEvaluations([
    row("mdm", 32, 64, [100]),
    row("proseco", 16, 64, [300]),
  ]);
  assert.equal(
    describeGains(comparisons).replaceAll("\u00a0", " "),
    "With guidance (γ > 1) ProSeCo (2, 2) finds 3.0× (2.4 to 3.7) the novel molecules of MDM; " +
      "in brackets the 95% interval.",
  );
  assert.match(comparisonTable(comparisons).markup, /With one seed the same samples choose/);
  assert.equal(describeGains([]), "");
});

Deno.test("The table says where nothing as cheap ran", () => {
  const comparisons = compareAtEqualEvaluations([
    row("mdm", 8, 16, [50]),
    row("proseco", 16, 64, [300]),
  ]);
  assert.equal(comparisons[0]!.proseco, null);
  assert.match(comparisonTable(comparisons).markup, /no setting as cheap ran/);
});

Deno.test("Every baseline is compared, in the order of the paper, and MDM alone is put in words", () => {
  const comparisons = compareAtEqualEvaluations([
    row("remdm", 32, 64, [200]),
    row("mdm", 32, 64, [100]),
    row("ar", 32, 46, [50]),
    row("proseco", 16, 64, [300]),
    row("proseco", 8, 32, [150]),
  ]);
  assert.deepEqual(
    comparisons.map(({ baseline, proseco }) => [baseline.row.sampler, proseco?.row.T]),
    [["ar", 8], ["mdm", 16], ["remdm", 16]],
  );
  assert.match(describeGains(comparisons), /finds 3\.0× .* the novel molecules of MDM/);
  // AR has no T to choose.
  assert.match(comparisonTable(comparisons).markup, /<td class="text">46 evaluations<\/td>/);
});

Deno.test("Each method of a baseline is compared by itself, and the plain MDM alone is put in words", () => {
  const comparisons = compareAtEqualEvaluations([
    row("mdm", 32, 64, [100]),
    { ...row("mdm", 32, 64, [600]), method: "MDM, CBG" },
    row("proseco", 16, 64, [300]),
  ]);
  assert.deepEqual(
    comparisons.map(({ baseline, gain }) => [baseline.row.method, gain?.ratio.toFixed(2)]),
    [["MDM", "3.00"], ["MDM, CBG", "0.50"]],
  );
  assert.match(describeGains(comparisons), /finds 3\.0× .* the novel molecules of MDM/);
});
