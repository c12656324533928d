import { deepStrictEqual } from "node:assert/strict";
import { metricMeans } from "./metric_means.ts";
import type { RunRecord } from "./run_record.ts";

const instance = (task: string, coordinates: Record<string, number>, facts: unknown) => ({
  ...{ task, coordinates, facts },
});

Deno.test("metrics are averaged over instances that differ in their seed alone", () => {
  const record = {
    instances: {
      a: instance("m", { gamma: 1, seed: 0 }, { loss: 1, name: "x" }),
      b: instance("m", { seed: 1, gamma: 1 }, { loss: 3, extra: true }),
      c: instance("m", { gamma: 2, seed: 0 }, { loss: 5 }),
    },
  } as unknown as RunRecord;
  const told = [...metricMeans(record)].map(([name, { count, means }]) => [
    ...[name, count, Object.fromEntries(means)],
  ]);
  deepStrictEqual(told, [
    ["m[gamma=1]", 2, { loss: { mean: 2, se: 1 }, extra: { mean: 1, se: null } }],
    ["m[gamma=2]", 1, { loss: { mean: 5, se: null } }],
  ]);
});
