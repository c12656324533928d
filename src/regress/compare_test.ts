import { deepStrictEqual as assertEquals, ok, strictEqual, throws } from "node:assert/strict";
import { type Baseline, readBaseline, toleranceOf, writeBaseline } from "./baseline.ts";
import { compareSweep, isFailure } from "./compare.ts";
import type { Direction, ExactValue, Sweep } from "./sweep.ts";
import { comparisonTable, describeComparison } from "./comparison_table.ts";

const SPREAD = [1, 2, 3, 4, 5];

function sweepOf(better: Direction, values: readonly (number | null)[]): Sweep {
  const bySeed = values.map((value, i) => [String(i + 1), value]);
  return { figure: { better, values: Object.fromEntries(bySeed) } };
}

function baselineOf(figures: Sweep): Baseline {
  const accepted = [{ date: "2026-11-25", reason: "a test", machine: "none", moved: [] }];
  return { accepted, sweepSeeds: 2, figures };
}

/** The verdict on a figure whose baseline is 1 to 5, with a tolerance of 5 · 1.58. */
function verdict(better: Direction, values: readonly (number | null)[]) {
  return compareSweep(sweepOf(better, values), baselineOf(sweepOf(better, SPREAD)))[0]!.verdict;
}

Deno.test("toleranceOf() is five standard errors of the difference of two means, if none other is said", () => {
  // The standard deviation of 1 to 5 is √2.5.
  const { figure } = sweepOf("same", SPREAD);
  strictEqual(toleranceOf(figure!, 2), 5 * Math.sqrt(2.5) * Math.sqrt(2 / 2));
  strictEqual(toleranceOf({ ...figure!, tolerated: 10 }, 2), 2 * toleranceOf(figure!, 2));
  const constant = sweepOf("same", [7, 7, 7]).figure!;
  ok(toleranceOf(constant, 2) < 1e-8, "what never varies may not move");
});

Deno.test("compareSweep() compares with the same seeds of the baseline", () => {
  const [figure] = compareSweep(sweepOf("same", [2, 3]), baselineOf(sweepOf("same", SPREAD)));
  assertEquals([figure?.before, figure?.after], [1.5, 2.5]);
});

Deno.test("compareSweep() asks why a figure got better than seeds explain", () => {
  const [gain] = compareSweep(sweepOf("higher", [10, 10]), baselineOf(sweepOf("higher", SPREAD)));
  assertEquals([gain!.verdict, isFailure(gain!)], ["CHANGED", true]);
});

Deno.test("compareSweep() holds what is known exactly against that, whatever was accepted", () => {
  const figure = (exact: ExactValue, ...values: number[]): Sweep => ({
    figure: { ...sweepOf("same", values).figure!, exact },
  });
  // Of two seeds the error is 1 / √2, of which four are tolerated.
  const exact = { value: 0, error: 1 }, accepted = baselineOf(figure(exact, 9, 9, 9));
  const verdictOn = (...values: number[]) =>
    compareSweep(figure(exact, ...values), accepted)[0]!.verdict;
  strictEqual(verdictOn(2.8, 2.8), "moved");
  strictEqual(verdictOn(-2.8, -2.8), "moved");
  strictEqual(verdictOn(2.9, 2.9), "WRONG");
  strictEqual(verdictOn(-2.9, -2.9), "WRONG");
  strictEqual(verdictOn(9, 9), "WRONG");
  const [first] = compareSweep(figure(exact, 9));
  assertEquals([first!.verdict, first!.before, isFailure(first!)], ["WRONG", 0, true]);
  const [certain] = compareSweep(figure({ value: 1, error: 0 }, 0.999), accepted);
  strictEqual(certain!.verdict, "WRONG");
});

Deno.test("compareSweep() tells a regression from a move that seeds explain", () => {
  strictEqual(verdict("lower", [1, 2]), "same");
  strictEqual(verdict("lower", [9, 9]), "moved");
  strictEqual(verdict("lower", [10, 10]), "REGRESSED");
  strictEqual(verdict("higher", [10, 10]), "CHANGED");
  strictEqual(verdict("higher", [-10, -10]), "REGRESSED");
  strictEqual(verdict("same", [10, 10]), "REGRESSED");
  strictEqual(verdict("same", [-10, -10]), "REGRESSED");
});

Deno.test("compareSweep() takes a figure that is no longer measured for a regression", () => {
  strictEqual(verdict("higher", [null, null]), "MISSING");
  const other = sweepOf("same", SPREAD).figure!;
  const comparisons = compareSweep(sweepOf("higher", [1]), baselineOf({ other }));
  assertEquals(comparisons.map(({ name, verdict }) => [name, verdict]), [
    ["other", "MISSING"],
    ["figure", "new"],
  ]);
  assertEquals(comparisons.map(isFailure), [true, false]);
});

Deno.test("compareSweep() refuses seeds that the baseline does not have", () => {
  const sweep = { figure: { better: "same", values: { "9": 1 } } } as const;
  throws(() => compareSweep(sweep, baselineOf(sweepOf("same", SPREAD))), /no seed 9; it has 1, 2/);
});

Deno.test("comparisonTable() shows the worst first and hides what did not move", () => {
  const figure = (values: readonly number[]) => sweepOf("lower", values).figure!;
  const baseline = baselineOf({ calm: figure(SPREAD), worse: figure(SPREAD), a: figure(SPREAD) });
  const comparisons = compareSweep(
    { calm: figure([1, 2]), worse: figure([20, 20]), a: figure([2, 2]) },
    baseline,
  );
  const names = (all: boolean) =>
    comparisonTable(comparisons, all).trim().split("\n").slice(2)
      .map((line) => line.split("|")[1]!.trim());
  assertEquals(names(false), ["worse", "a"]);
  assertEquals(names(true), ["worse", "a", "calm"]);
  strictEqual(describeComparison(comparisons), "3 figures: 1 regressed, 1 moved, 1 same.");
  strictEqual(comparisonTable([]), "Nothing moved.\n");
});

Deno.test("writeBaseline() writes what readBaseline() reads, a figure a line", async () => {
  const path = await Deno.makeTempFile();
  try {
    const baseline = baselineOf({
      ...sweepOf("same", [1, null]),
      other: sweepOf("lower", [2]).figure!,
    });
    await writeBaseline(path, baseline);
    assertEquals(await readBaseline(path), baseline);
    const lines = (await Deno.readTextFile(path)).split("\n");
    strictEqual(lines.filter((line) => line.includes('"better"')).length, 2);
  } finally {
    await Deno.remove(path);
  }
});
