import assert from "node:assert/strict";
import { estimate, estimateShare, quantile } from "./estimates.ts";

Deno.test("estimate gives the mean and the standard error over repetitions", () => {
  assert.deepEqual(estimate([3, 5]), { mean: 4, se: 1 });
});

Deno.test("estimate knows no standard error of one repetition, and nothing of none", () => {
  assert.deepEqual(estimate([5]), { mean: 5, se: null });
  assert.equal(estimate([]), null);
});

Deno.test("estimateShare gives the binomial standard error", () => {
  assert.deepEqual(estimateShare(4, 16), { mean: 0.25, se: Math.sqrt(3) / 16 });
  assert.deepEqual(estimateShare(0, 16), { mean: 0, se: 0 });
});

Deno.test("quantile interpolates between order statistics", () => {
  assert.equal(quantile([4, 1, 3, 2], 0.25), 1.75);
  assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5);
  assert.equal(quantile([7], 0.75), 7);
  assert.equal(quantile([], 0.5), null);
});

Deno.test("quantile refuses what is no probability", () => {
  assert.throws(() => quantile([1], 1.5), /must be in \[0, 1\]: got 1.5/);
});
