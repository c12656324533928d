import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { Estimate } from "./format_progress.ts";
import { drawTasks } from "./live_display.ts";
import type { ShownTask } from "./shown_task.ts";

function tasksOf(names: readonly string[], task: Partial<ShownTask> = {}): Map<string, ShownTask> {
  return new Map(
    names.map((name) => [name, { estimate: new Estimate(), since: 0, toldAt: 0, ...task }]),
  );
}

const SUMMARY = "3/9 done, 4 to 8 minutes left";

Deno.test("All running tasks are drawn in columns, then how many are done", () => {
  const lines = drawTasks(tasksOf(["a", "long[b]"]), SUMMARY, 80, 2_000);
  deepStrictEqual(lines, ["  a        2.0 s", "  long[b]  2.0 s", `  ${SUMMARY}`]);
});

Deno.test("A task's progress is drawn as a bar with its figures", () => {
  const [line] = drawTasks(tasksOf(["a"], { progress: { done: 1, total: 4 } }), SUMMARY, 80, 0);
  match(line!, /^ {2}a {2}█{5}░{15} {2}1\/4 steps$/);
});

Deno.test("No line is wider than the terminal, and long names keep both their ends", () => {
  const names = [1, 2].map((seed) => `samples[proseco,guidance=conditional,gamma=2,seed=${seed}]`);
  const lines = drawTasks(tasksOf(names, { progress: { done: 1, total: 4 } }), SUMMARY, 70, 0);
  ok(lines.every((line) => line.length <= 70));
  match(lines[1]!, /samples.*….*seed=2\]/);
});

Deno.test("More tasks than there is room for are counted", () => {
  const lines = drawTasks(tasksOf(Array.from({ length: 40 }, (_, i) => `t${i}`)), SUMMARY, 80, 0);
  strictEqual(lines.at(-1), `  and 25 more; ${SUMMARY}`);
});
