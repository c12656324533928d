import { strictEqual } from "node:assert/strict";
import { estimator, wallTime } from "./estimate.ts";
import type { Instance } from "../graph/instance.ts";
import type { Manifest } from "../store/manifest.ts";
import type { Resources } from "../task.ts";

function instanceOf(name: string, kind: string, after: Instance[] = [], resources: Resources = {}) {
  return { name, after, resources, module: { definition: { kind } } } as unknown as Instance;
}

function manifestOf(instance: string, kind: string, seconds: number, startedAt: string): Manifest {
  return { instance, seconds, startedAt, parts: { kind } } as Manifest;
}

Deno.test("An instance takes as long as it last took, a new one the mean of its kind", () => {
  const estimate = estimator([
    manifestOf("a", "train", 10, "2026-01-02"),
    manifestOf("a", "train", 40, "2026-01-01"),
    manifestOf("b", "sample", 1, "2026-01-01"),
  ]);
  strictEqual(estimate(instanceOf("a", "train")), 10);
  strictEqual(estimate(instanceOf("new", "train")), 25);
  strictEqual(estimate(instanceOf("a", "sample")), 1);
  strictEqual(estimate(instanceOf("a", "eval")), undefined);
});

Deno.test("The wall time counts what runs side by side, what waits and what wants to be alone", () => {
  const machine = { jobs: 2, cpus: 2, memory: 1000, gpus: 0 };
  const [a, b] = [instanceOf("a", "k"), instanceOf("b", "k")];
  const c = instanceOf("c", "k", [a, b]), all = instanceOf("all", "k", [], { cpus: "all" });
  const open = (...instances: Instance[]) =>
    instances.map((instance) => ({ instance, estimate: 10 }));
  strictEqual(wallTime(open(a, b), machine), 10);
  strictEqual(wallTime(open(a, b), { ...machine, jobs: 1 }), 20);
  strictEqual(wallTime(open(a, b, c), machine), 20);
  strictEqual(wallTime(open(a, b, c, all), machine), 30);
  strictEqual(wallTime([], machine), 0);
});
