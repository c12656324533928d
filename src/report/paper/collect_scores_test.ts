import assert from "node:assert/strict";
import type { CodeMetrics, MathMetrics } from "../../artifacts/answer_metrics.ts";
import { collectScores } from "./collect_scores.ts";

function code(dataset: string, seed: number, passAt: Record<string, number>): CodeMetrics {
  return { settings: { dataset, seed }, python: "pyodide", passAt, verdicts: {}, problems: [] };
}

const MATH: MathMetrics = {
  ...{ settings: { dataset: "gsm8k" }, accuracy: 0.25, answered: 1, problems: [] },
};
const MODEL = { name: "DiT", parameters: 1_000_000 };

Deno.test("collectScores averages pass@1 and accuracy over seeds, in percent", () => {
  const method = "ProSeCo SFT";
  const file = collectScores([
    { method, metrics: code("mbpp", 1, { 1: 0.5, 5: 0.75 }) },
    { method, metrics: code("mbpp", 2, { 1: 0.25 }) },
    { method, metrics: MATH },
    { method: "Vanilla SFT", metrics: MATH },
  ], MODEL);
  assert.deepEqual(file, {
    ...{ table: "llada_sft", model: MODEL },
    scores: [
      { method, metric: "MBPP", value: { mean: 37.5, se: 12.5 }, seeds: [1, 2] },
      { method, metric: "GSM8K", value: { mean: 25, se: null }, seeds: [0] },
      { method: "Vanilla SFT", metric: "GSM8K", value: { mean: 25, se: null }, seeds: [0] },
    ],
  });
});

Deno.test("collectScores refuses what the table has no cell for", () => {
  const collect = (...metrics: (CodeMetrics | MathMetrics)[]) => () =>
    collectScores(metrics.map((one) => ({ method: "A", metrics: one })), MODEL);
  assert.throws(collect(code("sudoku", 1, { 1: 1 })), /"sudoku": the table has columns for human/);
  assert.throws(collect(code("mbpp", 1, { 5: 1 })), /hold pass@5; add 1 to k/);
  assert.throws(collect(MATH, MATH), /GSM8K of A: seed 0 stands twice/);
});
