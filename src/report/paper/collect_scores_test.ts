import assert from "node:assert/strict";
import type { AnswerMetrics, CodeMetrics, MathMetrics } from "../../artifacts/answer_metrics.ts";
import { collectScores } from "./collect_scores.ts";

function code(dataset: string, seed: number, passAt: Record<string, number>): CodeMetrics {
  return {
    ...{ settings: { dataset, seed, T: 32 }, judge: "mbpp extraction 1", interval: [0, 1] },
    ...{ python: "pyodide", passAt, verdicts: {}, problems: [], empty: seed / 8 },
  };
}

const MATH: MathMetrics = {
  ...{ settings: { dataset: "gsm8k" }, judge: "gsm8k strict 1", interval: [0, 1], empty: 0 },
  ...{ accuracy: 0.25, answered: 1, problems: [] },
};
const MODEL = { name: "DiT", parameters: 1_000_000 };

Deno.test("collectScores averages pass@1 and accuracy over seeds, in percent, and keeps how they came to be", () => {
  const method = "ProSeCo SFT";
  const file = collectScores([
    { method, metrics: code("mbpp", 1, { 1: 0.5, 5: 0.75 }) },
    { method, metrics: code("mbpp", 2, { 1: 0.25 }) },
    { method, metrics: MATH },
    { method: "Vanilla SFT", metrics: MATH },
  ], MODEL);
  const gsm8k = {
    ...{ metric: "GSM8K", value: { mean: 25, se: null }, seeds: [0] },
    ...{ judge: "gsm8k strict 1", empty: 0, settings: { dataset: "gsm8k" } },
  };
  assert.deepEqual(file, {
    ...{ table: "llada_sft", model: MODEL },
    scores: [
      {
        ...{ method, metric: "MBPP", value: { mean: 37.5, se: 12.5 }, seeds: [1, 2] },
        ...{ judge: "mbpp extraction 1", empty: 3 / 16, settings: { dataset: "mbpp", T: 32 } },
      },
      { method, ...gsm8k },
      { method: "Vanilla SFT", ...gsm8k },
    ],
  });
});

Deno.test("collectScores refuses what the table has no cell for", () => {
  const collect = (...metrics: AnswerMetrics[]) => () =>
    collectScores(metrics.map((one) => ({ method: "A", metrics: one })), MODEL);
  assert.throws(collect(code("sudoku", 1, { 1: 1 })), /"sudoku": the table has columns for human/);
  assert.throws(collect(code("mbpp", 1, { 5: 1 })), /hold pass@5; add 1 to k/);
  const other = { ...MATH, settings: { dataset: "gsm8k", seed: 1 }, judge: "gsm8k strict 2" };
  assert.throws(
    collect(MATH, other),
    /GSM8K of A: .* judged by "gsm8k strict 1", "gsm8k strict 2"/,
  );
  assert.throws(collect(MATH, MATH), /GSM8K of A: seed 0 stands twice/);
});
