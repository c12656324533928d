import { suggest } from "../../../support/suggest.ts";
import type { TaskDefinition } from "../../task.ts";
import { zodSchema } from "../../file/check_params.ts";
import type { Defaults } from "../../file/defaults.ts";
import { matchesPattern } from "../../file/pattern.ts";
import type { TaskEntry } from "../../file/pipeline_file.ts";
import type { ProblemList } from "../../file/problem.ts";
import type { TaskModule } from "../../file/task_registry.ts";
import type { Entry } from "../../file/yaml.ts";

function namesOf(definition: TaskDefinition): string[] {
  return [...Object.keys(zodSchema(definition).shape), ...Object.keys(definition.inputs)];
}

/** A default that no task takes is a mistake. */
function checkDefaults(
  defaults: readonly Defaults[],
  definitions: readonly TaskDefinition[],
  problems: ProblemList,
): void {
  const kinds = new Set(definitions.map(({ kind }) => kind));
  for (const { kinds: form, place, entries } of defaults) {
    const matching = definitions.filter(({ kind }) => matchesPattern(form, kind));
    if (matching.length === 0) {
      problems.add(`No task here is of the kind "${form}"`, place, suggest(form, kinds));
      continue;
    }
    const known = new Set(matching.flatMap(namesOf));
    for (const [name, { key }] of entries) {
      if (known.has(name)) continue;
      const now = matching.flatMap(({ renamed }) => renamed?.[name] ?? [])[0];
      const advice = now === undefined ? suggest(name, known) : `It is "${now}" now`;
      problems.add(`No task of the kind "${form}" takes "${name}"`, key, advice);
    }
  }
}

/**
 * Gives tasks what `defaults` says for their kinds: to each that takes such a parameter or input and
 * does not say it itself. Where several forms match, the last one in the file holds.
 */
export function applyDefaults(
  tasks: Iterable<TaskEntry>,
  defaults: readonly Defaults[],
  modules: ReadonlyMap<string, TaskModule>,
  problems: ProblemList,
): TaskEntry[] {
  const all = [...tasks];
  const definitions = all.flatMap(({ name }) => modules.get(name)?.definition ?? []);
  // What could not be loaded may be what a default is for.
  if (definitions.length === all.length) checkDefaults(defaults, definitions, problems);
  return all.map((task) => {
    const definition = modules.get(task.name)?.definition;
    if (definition === undefined) return task;
    const known = new Set(namesOf(definition)), given = new Map<string, Entry>();
    for (const { kinds, entries } of defaults) {
      if (!matchesPattern(kinds, definition.kind)) continue;
      for (const [name, entry] of entries) if (known.has(name)) given.set(name, entry);
    }
    return given.size === 0 ? task : { ...task, with: new Map([...given, ...task.with]) };
  });
}
