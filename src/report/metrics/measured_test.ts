import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { averageOver, type Measured, varyingLabels } from "./measured.ts";

const ROWS: Measured[] = [
  { labels: { T: 8, seed: 0, name: "a" }, figures: { valid: 0.5, novel: 0.25 } },
  { labels: { T: 8, seed: 1, name: "a" }, figures: { valid: 0.75 } },
  { labels: { T: 16, seed: 0, name: "a" }, figures: { valid: 1 } },
];

Deno.test("means are over the rows that differ in nothing else, with their standard errors", () => {
  const [eight, sixteen] = averageOver(ROWS, ["seed"]);
  deepStrictEqual(eight, {
    labels: { T: 8, name: "a" },
    // The standard deviation of 0.5 and 0.75, over the root of 2.
    figures: { valid: { mean: 0.625, se: 0.125 }, novel: { mean: 0.25, se: null } },
    count: 2,
  });
  deepStrictEqual(sixteen!.figures, { valid: { mean: 1, se: null } });
  strictEqual(averageOver(ROWS, []).length, 3);
});

Deno.test("labels that all rows have alike tell nothing apart", () => {
  deepStrictEqual(varyingLabels(ROWS), ["T", "seed"]);
  deepStrictEqual(varyingLabels(averageOver(ROWS, ["seed"])), ["T"]);
  deepStrictEqual(varyingLabels(ROWS.slice(0, 1)), []);
});
