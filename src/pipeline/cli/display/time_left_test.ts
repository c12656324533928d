import { strictEqual } from "node:assert/strict";
import type { Instance } from "../../graph/instance.ts";
import { Estimate } from "./format_progress.ts";
import type { ShownTask } from "./shown_task.ts";
import { TimeLeft } from "./time_left.ts";

function instanceOf(name: string, ...after: readonly Instance[]): Instance {
  return { name, after, resources: {} } as unknown as Instance;
}

const DATA = instanceOf("data"), BASE = instanceOf("base", DATA);
const OPEN = [{ instance: DATA, estimate: 10 }, { instance: BASE, estimate: 100 }];
const CAPACITY = { jobs: 2, cpus: 2, memory: 1000, gpus: 0 };

function underWay(progress?: ShownTask["progress"]): ShownTask {
  const estimate = new Estimate();
  estimate.left({ done: 0, total: 100 }, 0);
  return { estimate, since: 0, toldAt: 0, progress };
}

Deno.test("The time left of a run falls by what has passed, and by what has ended", () => {
  const tasks = new Map([["data", underWay()]]);
  const left = new TimeLeft(OPEN, CAPACITY);
  strictEqual(left.seconds(tasks, new Set(), 4_000), 106);
  strictEqual(left.seconds(new Map(), new Set(["data"]), 4_000), 100);
});

Deno.test("The time left of a run goes by a task's own progress where there is any", () => {
  const tasks = new Map([["base", underWay({ done: 50, total: 100 })]]);
  strictEqual(new TimeLeft(OPEN, CAPACITY).seconds(tasks, new Set(["data"]), 20_000), 20);
});

Deno.test("A task that takes longer than foreseen is as good as done, not done before it began", () => {
  const tasks = new Map([["base", underWay()]]);
  strictEqual(new TimeLeft(OPEN, CAPACITY).seconds(tasks, new Set(["data"]), 500_000), 0);
});
