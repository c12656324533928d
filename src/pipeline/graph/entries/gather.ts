import { suggest } from "../../../support/suggest.ts";
import { matchesPattern, wordOf } from "../../file/pattern.ts";
import type { TaskEntry } from "../../file/pipeline_file.ts";
import type { ProblemList } from "../../file/problem.ts";
import type { TaskModule } from "../../file/task_registry.ts";
import type { Entry, Node, ScalarNode } from "../../file/yaml.ts";
import { type Reference, wholeReference } from "../reference.ts";

/** The tasks that a reference with a `*` may mean. */
export interface GatherContext {
  /** Names of all tasks. */
  readonly names: readonly string[];
  /** Modules of the tasks that could be loaded. */
  readonly modules: ReadonlyMap<string, TaskModule>;
}

/** The reference that a node consists of, if it names tasks by a form such as `*-samples`. */
function gatheringReference(node: Node, problems: ProblemList): Reference | undefined {
  const reference = wholeReference(node, problems);
  return reference?.root === "tasks" && reference.path[0].includes("*") ? reference : undefined;
}

/** The tasks of such a name that write such an output. */
function tasksMeant(
  { path: [form, output], place }: Reference,
  { names, modules }: GatherContext,
  problems: ProblemList,
): string[] {
  const named = names.filter((name) => matchesPattern(form, name));
  const outputsOf = (name: string) => Object.keys(modules.get(name)?.definition.outputs ?? {});
  const found = named.filter((name) => output === undefined || outputsOf(name).includes(output));
  // What could not be loaded was told, and may be what is meant.
  if (found.length === 0 && named.every((name) => modules.has(name))) {
    const advice = named.length === 0
      ? suggest(form, names)
      : suggest(output ?? "", new Set(named.flatMap(outputsOf)));
    const what = output === undefined ? "" : ` and writes "${output}"`;
    problems.add(`No task has a name like "${form}"${what}`, place, advice);
  }
  return found;
}

function referenceTo(task: string, { path: [, ...rest], place }: Reference): ScalarNode {
  return { kind: "scalar", place, value: `\${${["tasks", task, ...rest].join(".")}}` };
}

/** Writes out the references of a task's `with` that mean several tasks, itself left out. */
export function gatherInputs(
  task: TaskEntry,
  { names, modules }: GatherContext,
  problems: ProblemList,
): TaskEntry {
  const others = { modules, names: names.filter((name) => name !== task.name) };
  const writeOut = (node: Node): Node[] => {
    const reference = gatheringReference(node, problems);
    if (reference === undefined) return [node];
    return tasksMeant(reference, others, problems).map((name) => referenceTo(name, reference));
  };
  const entries = [...task.with].map(([name, { key, value }]): [string, Entry] => {
    const isOne = value.kind === "scalar" && gatheringReference(value, problems) === undefined;
    if (value.kind === "map" || isOne) return [name, { key, value }];
    const items = value.kind === "list" ? value.items.flatMap(writeOut) : writeOut(value);
    return [name, { key, value: { kind: "list", place: value.place, items } }];
  });
  return { ...task, with: new Map(entries) };
}

/** Writes out the `outputs` that mean several tasks: `"*": ${tasks.*.model}`. */
export function gatherOutputs(
  outputs: ReadonlyMap<string, Entry>,
  context: GatherContext,
  problems: ProblemList,
): Map<string, Entry> {
  const written = new Map<string, Entry>();
  const write = (name: string, entry: Entry) => {
    if (written.has(name)) problems.add(`"${name}" is published twice`, entry.key);
    written.set(name, entry);
  };
  for (const [name, entry] of outputs) {
    const reference = gatheringReference(entry.value, problems);
    if (reference === undefined) {
      write(name, entry);
      continue;
    }
    if (name.split("*").length !== 2) {
      problems.add(`"${name}" cannot be what several tasks write`, entry.key, "Give it one *");
      continue;
    }
    for (const task of tasksMeant(reference, context, problems)) {
      const word = wordOf(reference.path[0], task)!;
      write(name.replace("*", () => word), { ...entry, value: referenceTo(task, reference) });
    }
  }
  return written;
}
