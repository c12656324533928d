import { canonicalJson } from "../../../support/json.ts";
import type { TaskEntry } from "../../file/pipeline_file.ts";
import type { ProblemList } from "../../file/problem.ts";
import type { TaskModule } from "../../file/task_registry.ts";
import { type ExpandContext, expandTask, type SearchTasks, type Variant } from "../expand.ts";
import type { Instance } from "../instance.ts";
import type { Coordinates } from "../matrix.ts";
import { referencesIn } from "../reference.ts";
import { drawTrials, type TrialValues } from "./draw_trials.ts";
import { type SearchSettings, searchSettings } from "./search_settings.ts";

/** Instances under the name of a task. */
export interface ExpandedTask {
  readonly name: string;
  readonly instances: readonly Instance[];
  /** The search that it is the best trial of. */
  readonly search?: SearchTasks;
}

/** A budget, and how many trials get it. */
interface Rung {
  readonly budget: TrialValues;
  readonly count: number;
}

function rungsOf({ rungs = {}, trials, keep }: SearchSettings): Rung[] {
  const [name, budgets] = Object.entries(rungs)[0] ?? [];
  if (name === undefined) return [{ budget: {}, count: trials }];
  let count = trials;
  return budgets!.map((budget, i) => {
    if (i > 0) count = Math.max(1, Math.ceil(count * keep));
    return { budget: { [name]: budget }, count };
  });
}

/** Tells of values that are drawn and that nothing in the task refers to. */
function checkUsed(task: TaskEntry, names: readonly string[], problems: ProblemList): void {
  const used = new Set<string>();
  for (const { value } of task.with.values()) {
    for (const { root, path } of referencesIn(value, problems)) {
      if (root === "trial") used.add(path[0]);
    }
  }
  for (const name of names) {
    if (used.has(name)) continue;
    const advice = `Write \${trial.${name}} in the task's with`;
    problems.add(
      `Nothing in "${task.name}" uses "${name}" of its search`,
      task.search!.place,
      advice,
    );
  }
}

/** The instances of a rung that stand at one place of the task's own matrix. */
function standingAt(instances: readonly Instance[], coordinates: Coordinates): Instance[] {
  const id = canonicalJson(coordinates);
  return instances.filter(({ coordinates: { trial: _, slot: __, ...rest } }) =>
    canonicalJson(rest) === id
  );
}

/**
 * Makes all instances of a task. One with a search becomes several tasks: its rungs, `NAME-rung-1` and
 * so on, or its one rung `NAME-trials`, whose instances are the trials; and under its own name the best
 * trial of the last rung once more, which finds that one's result.
 *
 * Which trials a later rung holds is decided when the rung before has run. The graph is the same all
 * the same: its instances are places, the first for the best trial and so on.
 */
export function expandSearch(
  task: TaskEntry,
  module: TaskModule,
  context: ExpandContext,
  problems: ProblemList,
): ExpandedTask[] {
  if (task.search === undefined) {
    return [{ name: task.name, instances: expandTask(task, module, context, problems) }];
  }
  const settings = searchSettings(task.search, { params: context.params }, problems);
  if (settings === undefined) return [{ name: task.name, instances: [] }];
  const { ranges, metric, mode } = settings;
  const rungs = rungsOf(settings), drawn = drawTrials(ranges, settings);
  checkUsed(task, [...Object.keys(ranges), ...Object.keys(settings.rungs ?? {})], problems);
  const tasks: ExpandedTask[] = [];
  const choose = (
    among: readonly Instance[],
    { budget }: Rung,
    shape: { rank: number; isRepetition: boolean; axis: Coordinates },
  ): Variant => ({
    coordinates: shape.axis,
    trials: drawn.map((values) => ({ ...values, ...budget })),
    choice: { among, metric, mode, ...shape },
  });
  const expand = (name: string, variantsAt: (coordinates: Coordinates) => Variant[]) => {
    tasks.push({
      name,
      instances: expandTask(task, module, context, problems, { name, variantsAt }),
    });
    return problems.told;
  };
  const before = problems.told;
  for (const [i, rung] of rungs.entries()) {
    const name = rungs.length === 1 ? `${task.name}-trials` : `${task.name}-rung-${i + 1}`;
    const last = tasks.at(-1)?.instances;
    const told = expand(name, (coordinates) => {
      const numbers = Array.from({ length: rung.count }, (_, number) => number);
      if (last === undefined) {
        return numbers.map((trial) => ({
          coordinates: { trial },
          trials: [{ ...drawn[trial]!, ...rung.budget }],
          trial,
        }));
      }
      const among = standingAt(last, coordinates);
      return numbers.map((slot) =>
        choose(among, rung, { rank: slot, isRepetition: false, axis: { slot } })
      );
    });
    // The same would be told of every rung.
    if (told > before) return [{ name: task.name, instances: [] }];
  }
  const last = tasks.at(-1)!.instances;
  const search = { metric, rungs: tasks.map(({ name }) => name) };
  expand(task.name, (coordinates) => [
    choose(standingAt(last, coordinates), rungs.at(-1)!, { rank: 0, isRepetition: true, axis: {} }),
  ]);
  return [...tasks.slice(0, -1), { ...tasks.at(-1)!, search }];
}
