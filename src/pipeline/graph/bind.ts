import { dirname, resolve } from "node:path";
import { type InputSource, type Instance, type InstanceIndex, sourceName } from "./instance.ts";
import { compareText } from "../../support/json.ts";
import type { Coordinates } from "./matrix.ts";
import { ProblemList } from "../file/problem.ts";
import { type Reference, resolveNode, type Scope, wholeReference } from "./reference.ts";
import type { TaskModule } from "../file/task_registry.ts";
import { asList, describeNode } from "../file/shape.ts";
import { suggest } from "../../support/suggest.ts";
import type { InputDeclaration } from "../task.ts";
import type { Node } from "../file/yaml.ts";

/** What binding an input needs to know. */
export interface BindContext {
  /** Name of the task whose input is bound. */
  readonly task: string;
  readonly coordinates: Coordinates;
  readonly parents: ReadonlyMap<string, Instance>;
  readonly scope: Scope;
  readonly index: InstanceIndex;
  /** Modules of the tasks of the pipeline that could be loaded. */
  readonly modules: ReadonlyMap<string, TaskModule>;
  /** Tasks in which something is wrong, so that not all of their instances are known. */
  readonly incomplete: ReadonlySet<string>;
}

/** The output that `${tasks.name.output}` names; the only one if it names none. */
function outputOf(
  { path: [task, output, ...rest], place }: Reference,
  { modules }: BindContext,
  problems: ProblemList,
): string | undefined {
  const definition = modules.get(task)?.definition;
  if (definition === undefined) return undefined;
  const outputs = Object.keys(definition.outputs);
  if (output === undefined && outputs.length === 1) return outputs[0];
  const name = [output, ...rest].join(".");
  if (outputs.includes(name)) return name;
  const what = output === undefined ? "names no output" : `has no output "${name}"`;
  problems.add(`Task "${task}" ${what}`, place, suggest(name, outputs));
}

/** The instances of a task that a reference, `needs` or `foreach` means. */
export function instancesMeant(
  task: string,
  { coordinates, parents, index }: Pick<BindContext, "coordinates" | "parents" | "index">,
): Instance[] {
  const parent = parents.get(task);
  return parent === undefined ? index.agreeing(task, coordinates) : [parent];
}

function bindReference(
  reference: Reference,
  declaration: InputDeclaration,
  context: BindContext,
  problems: ProblemList,
): InputSource[] {
  const task = reference.path[0];
  const output = outputOf(reference, context, problems);
  if (output === undefined) return [];
  const found = instancesMeant(task, context);
  if (declaration.many !== true && found.length > 1) {
    const shown = found.slice(0, 4).map(({ name }) => name).join(", ");
    problems.add(
      `This input takes one instance of "${task}", but ${found.length} agree: ${shown}${
        found.length > 4 ? ", …" : ""
      }`,
      reference.place,
      `Add "foreach: ${task}" to run once for each, or give the task a matrix with the same axes`,
    );
    return [];
  }
  if (found.length === 0 && declaration.optional !== true && !context.incomplete.has(task)) {
    problems.add(
      `No instance of "${task}" agrees with this one`,
      reference.place,
      "Look at the matrix values that both share, at exclude and at when",
    );
  }
  return found.map((instance) => ({ instance, output }));
}

function bindNode(
  node: Node,
  declaration: InputDeclaration,
  context: BindContext,
  problems: ProblemList,
): InputSource[] {
  const reference = wholeReference(node, problems);
  if (reference?.root === "tasks") return bindReference(reference, declaration, context, problems);
  const value = resolveNode(node, context.scope, problems);
  if (value === undefined) return [];
  if (value === "" && declaration.optional === true) return [];
  if (typeof value !== "string") {
    problems.add(
      `An input must be a task's output or a path: got ${describeNode(node)}`,
      node.place,
      "Write ${tasks.name.output}",
    );
    return [];
  }
  const path = resolve(dirname(node.place.source.path ?? "."), value);
  try {
    Deno.statSync(path);
  } catch {
    const advice = `Looked at ${path}; for a task's output write \${tasks.name.output}`;
    problems.add(`There is no file or folder "${value}"`, node.place, advice);
    return [];
  }
  return [{ path, name: value }];
}

/** Whether an item refers to a task whose `when` leaves it no instance: a list goes without it. */
function isOff(item: Node, { index, incomplete }: BindContext): boolean {
  const reference = wholeReference(item, new ProblemList());
  if (reference?.root !== "tasks") return false;
  const [task] = reference.path;
  return index.agreeing(task, {}).length === 0 && !incomplete.has(task);
}

/**
 * Finds the sources of one input; `undefined` if it has none. Of a list an input that gathers takes all
 * that run, and every other the first that does.
 */
export function bindInput(
  node: Node,
  declaration: InputDeclaration,
  context: BindContext,
  problems: ProblemList,
): InputSource | readonly InputSource[] | undefined {
  if (declaration.many === true) {
    const items = asList(node), running = items.filter((item) => !isOff(item, context));
    return (running.length > 0 ? running : items)
      .flatMap((item) => bindNode(item, declaration, context, problems))
      .sort((a, b) => compareText(sourceName(a), sourceName(b)));
  }
  if (node.kind !== "list") return bindNode(node, declaration, context, problems)[0];
  if (node.items.length === 0) {
    problems.add("This input takes one file or folder: got an empty list", node.place);
    return undefined;
  }
  const first = node.items.find((item) => !isOff(item, context)) ?? node.items[0]!;
  return bindNode(first, declaration, context, problems)[0];
}
