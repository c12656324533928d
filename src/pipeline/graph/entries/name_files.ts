import type { TaskEntry } from "../../file/pipeline_file.ts";
import type { ProblemList } from "../../file/problem.ts";
import { asList, checkName, describeNode, expectMap } from "../../file/shape.ts";
import type { TaskModule } from "../../file/task_registry.ts";
import type { Entry } from "../../file/yaml.ts";
import type { InputDeclaration, TaskDefinition } from "../../task.ts";

/** Whether each use of a task names its own inputs or outputs. */
const isOpen = (names: Readonly<Record<string, unknown>>) => Object.hasOwn(names, "*");

const NAME = /^[A-Za-z][\w-]*$/;
const ADVICE = "Begin with a letter, and go on with letters, digits, - and _";

/** The entries of `inputs`, to be bound like those of tasks whose inputs have fixed names. */
function namedInputs(
  entries: TaskEntry["with"],
  { params, inputs }: TaskDefinition,
  problems: ProblemList,
) {
  const bound = new Map(entries);
  bound.delete("inputs");
  const declarations: Record<string, InputDeclaration> = {};
  const given = expectMap(entries.get("inputs")?.value, "inputs", problems);
  for (const [name, entry] of given?.entries ?? []) {
    checkName(name, entry.key, problems);
    if (!NAME.test(name)) problems.add(`No input can be called "${name}"`, entry.key, ADVICE);
    else if (name in params.shape) {
      problems.add(`No input can be called "${name}": so is a parameter`, entry.key);
    } else {
      const isReference = entry.value.kind === "scalar" && String(entry.value.value).includes("*");
      const many = entry.value.kind === "list" || isReference;
      declarations[name] = { ...inputs["*"]!, many };
      bound.set(name, entry);
    }
  }
  return { declarations, bound };
}

function namedOutputs(
  given: Entry | undefined,
  { outputs }: TaskDefinition,
  problems: ProblemList,
): Record<string, string> {
  const named: Record<string, string> = {};
  for (const node of asList(given?.value)) {
    const name = node.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
    if (name === undefined || !NAME.test(name)) {
      problems.add(`No output can be called ${describeNode(node)}`, node.place, ADVICE);
    } else if (name in named) problems.add(`Output "${name}" is named twice`, node.place);
    else {
      checkName(name, node.place, problems);
      named[name] = outputs["*"]!;
    }
  }
  return named;
}

/**
 * Gives a task whose kind leaves the names of its inputs or outputs open, as `*`, those that the
 * pipeline file names; what the file says as `inputs` then stands in its `with` like any input.
 */
export function nameFiles(
  task: TaskEntry,
  module: TaskModule,
  problems: ProblemList,
): { readonly task: TaskEntry; readonly module: TaskModule } {
  const { definition } = module;
  let { inputs, outputs } = definition, entries = task.with;
  if (isOpen(inputs)) {
    ({ declarations: inputs, bound: entries } = namedInputs(task.with, definition, problems));
  }
  if (isOpen(outputs)) outputs = namedOutputs(task.with.get("outputs"), definition, problems);
  if (inputs === definition.inputs && outputs === definition.outputs) return { task, module };
  return {
    task: { ...task, with: entries },
    module: {
      ...module,
      definition: { ...definition, inputs, outputs },
      namedFiles: { input: Object.keys(inputs), output: Object.keys(outputs) },
    },
  };
}
