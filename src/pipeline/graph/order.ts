import type { ProblemList } from "../file/problem.ts";
import { referencesIn } from "./reference.ts";
import type { TaskEntry } from "../file/pipeline_file.ts";
import type { Place } from "../file/problem.ts";
import { suggest } from "../../support/suggest.ts";

/** What one task needs of another, and where the file says so. */
interface Need {
  readonly task: string;
  readonly place: Place;
}

/** The tasks that a task names. */
export function needsOf(task: TaskEntry, problems: ProblemList): Need[] {
  const needs: Need[] = [];
  for (const node of [...task.needs, ...task.foreach ? [task.foreach] : []]) {
    needs.push({ task: String(node.value), place: node.place });
  }
  for (const { value } of task.with.values()) {
    for (const { root, path, place } of referencesIn(value, problems)) {
      // A form of names that is left is no input, and told where it stands.
      if ((root === "tasks" || root === "search") && !path[0].includes("*")) {
        needs.push({ task: path[0], place });
      }
    }
  }
  return needs;
}

/**
 * Orders tasks so that each stands after what it needs; a cycle and an unknown name are problems, but
 * not the name of a task that is broken, which was told.
 */
export function orderTasks(
  all: readonly TaskEntry[],
  broken: ReadonlySet<string>,
  problems: ProblemList,
): TaskEntry[] {
  const tasks = new Map(all.map((task) => [task.name, task]));
  const ordered: TaskEntry[] = [];
  const state = new Map<string, "open" | "done">();
  const path: string[] = [];
  const visit = (task: TaskEntry) => {
    state.set(task.name, "open");
    path.push(task.name);
    for (const need of needsOf(task, problems)) {
      const needed = tasks.get(need.task);
      if (broken.has(need.task)) {
        continue;
      } else if (needed === undefined) {
        const others = [...tasks.keys()].filter((name) => name !== task.name);
        problems.add(`Unknown task name "${need.task}"`, need.place, suggest(need.task, others));
      } else if (state.get(need.task) === "open") {
        const cycle = [...path.slice(path.indexOf(need.task)), need.task].join(" → ");
        const advice = "A task can only use what an earlier one wrote";
        problems.add(`The tasks need each other in a cycle: ${cycle}`, need.place, advice);
      } else if (state.get(need.task) === undefined) {
        visit(needed);
      }
    }
    path.pop();
    state.set(task.name, "done");
    ordered.push(task);
  };
  for (const task of tasks.values()) if (!state.has(task.name)) visit(task);
  return ordered;
}
