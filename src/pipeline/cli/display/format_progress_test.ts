import { strictEqual } from "node:assert/strict";
import { Estimate, formatProgress } from "./format_progress.ts";

Deno.test("The time left is told by what a task did itself, not by where it resumed", () => {
  const estimate = new Estimate();
  strictEqual(estimate.left({ done: 900, total: 1000 }, 0), undefined);
  strictEqual(estimate.left({ done: 950, total: 1000 }, 5_000), 5);
});

Deno.test("Progress has its unit, its figures and the time left", () => {
  const progress = { done: 120, total: 400, values: { loss: 0.73456, "tokens/s": 21000.4 } };
  strictEqual(
    formatProgress(progress, 12),
    "120/400 steps  loss 0.7346  tokens/s 21000  12 s left",
  );
});
