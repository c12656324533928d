import { deepStrictEqual } from "node:assert/strict";
import { metricNames, metricsOfRuns, sortByMetric } from "./run_metrics.ts";
import type { StoredRun } from "./stored_runs.ts";

function runOf(name: string, facts: Record<string, unknown>): StoredRun {
  const instances = Object.fromEntries(
    Object.entries(facts).map(([instance, facts]) => [instance, { task: "train", facts }]),
  );
  const record = { pipeline: "p", status: "failed", instances };
  return { folder: `/results/p/${name}`, record } as unknown as StoredRun;
}

Deno.test("metricsOfRuns() gives the figures that instances recorded, by path, and no texts", () => {
  const rows = metricsOfRuns([
    runOf("a", { one: { loss: 2, best: { step: 5, ok: true }, rdkit: "1", list: [1] }, two: {} }),
  ]);
  deepStrictEqual(rows, [{
    ...{ run: "p/a", status: "failed", task: "train", instance: "one" },
    metrics: { loss: 2, "best.step": 5, "best.ok": true },
  }]);
});

Deno.test("metricsOfRuns() tells of instances that failed, and why", () => {
  const run = runOf("a", { one: { loss: 2 } });
  const two = {
    task: "train",
    status: "failed",
    reason: "it diverged",
    coordinates: {},
    params: {},
  };
  const failures = { two } as unknown as StoredRun["record"]["failures"];
  const rows = metricsOfRuns([{ ...run, record: { ...run.record, failures } }]);
  deepStrictEqual(rows.map(({ instance, failure }) => [instance, failure]), [
    ["one", undefined],
    ["two", "failed: it diverged"],
  ]);
});

Deno.test("sortByMetric() puts the smallest first and what lacks the metric last", () => {
  const rows = metricsOfRuns([
    runOf("a", { none: { other: 1 }, high: { loss: 3 } }),
    runOf("b", { low: { loss: -1 } }),
  ]);
  deepStrictEqual(metricNames(rows), ["other", "loss"]);
  deepStrictEqual(sortByMetric(rows, "loss").map(({ instance }) => instance), [
    ...["low", "high", "none"],
  ]);
});
