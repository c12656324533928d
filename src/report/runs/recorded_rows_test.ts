import { deepStrictEqual } from "node:assert/strict";
import type { RunRecord } from "../../pipeline/runs/run_record.ts";
import { recordedTasks } from "./recorded_rows.ts";

const instance = (trial: number, rate: number, facts: Record<string, number | string>) => ({
  ...{ task: "model-trials", key: "", cached: false, seconds: 1, outputs: { model: "h" }, facts },
  coordinates: { trial, sampler: { name: "mdm", T: 8 }, gamma: 2 },
  params: { rate, gamma: 2, steps: 5 },
});

const RECORD = {
  status: "done",
  instances: {
    "model-trials[trial=0]": instance(0, 0.1, { loss: 2, engine: "x" }),
    "model-trials[trial=1]": instance(1, 0.2, { loss: 1 }),
    "data": { ...instance(0, 0.1, { source: "x" }), task: "data" },
  },
} as unknown as RunRecord;

Deno.test("a row has the coordinates, the parameters that vary and the figures of its instance", () => {
  const [only, ...others] = recordedTasks([{ name: "a/1", record: RECORD }]);
  deepStrictEqual(others, []);
  deepStrictEqual(only!.task, "model-trials");
  deepStrictEqual(only!.rows.map(({ labels, figures }) => ({ labels, figures })), [
    { labels: { trial: 0, sampler: "mdm", gamma: 2, rate: 0.1 }, figures: { loss: 2 } },
    { labels: { trial: 1, sampler: "mdm", gamma: 2, rate: 0.2 }, figures: { loss: 1 } },
  ]);
});

Deno.test("rows of several runs tell which, and how it went", () => {
  const [{ rows }] = recordedTasks([
    { name: "a/1", record: RECORD },
    { name: "a/2", record: { ...RECORD, status: "failed" } },
  ]) as [ReturnType<typeof recordedTasks>[number]];
  deepStrictEqual(rows.map(({ labels }) => `${labels.run} ${labels.status}`), [
    ...["a/1 done", "a/1 done", "a/2 failed", "a/2 failed"],
  ]);
});

Deno.test("an axis is left out for the parameter that takes its value in all rows, not in some", () => {
  const of = (size: number, T: number, depth: number) => ({
    ...instance(0, 0.1, { loss: size }),
    ...{ task: "model", coordinates: { size, T }, params: { T, depth } },
  });
  const record = { status: "done", instances: { a: of(1, 4, 1), b: of(1, 8, 2), c: of(2, 8, 2) } };
  const [{ rows }] = recordedTasks([
    { name: "a", record: record as unknown as RunRecord },
  ]) as [ReturnType<typeof recordedTasks>[number]];
  deepStrictEqual(rows.map(({ labels }) => labels), [
    { size: 1, T: 4, depth: 1 },
    { size: 1, T: 8, depth: 2 },
    { size: 2, T: 8, depth: 2 },
  ]);
});
