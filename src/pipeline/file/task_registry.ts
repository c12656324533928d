import { dirname, extname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ProblemList } from "./problem.ts";
import { suggest } from "../../support/suggest.ts";
import type { TaskDefinition } from "../task.ts";
import type { ScalarNode } from "./yaml.ts";

/** A task's module, loaded. */
export interface TaskModule {
  /** URL of the module. */
  readonly url: string;
  /** What the module exports. */
  readonly definition: TaskDefinition;
  /** Inputs and outputs, where a pipeline file gave them their names. */
  readonly namedFiles?: NamedFiles;
}

/** Names that a pipeline file gives a task's inputs and outputs. */
export interface NamedFiles {
  /** Of the inputs. */
  readonly input: readonly string[];
  /** Of the outputs. */
  readonly output: readonly string[];
}

/** Whether `uses` names a module rather than a kind of task. */
function isModule(uses: string): boolean {
  return /^(\.{0,2}\/|[a-z]+:)/.test(uses);
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** Kinds of task in a folder such as `tasks/`: every module, by its path without extension. */
export function taskKinds(folder: string): string[] {
  const found: string[] = [];
  const walk = (path: string) => {
    for (const { name, isDirectory } of Deno.readDirSync(path)) {
      if (isDirectory) walk(join(path, name));
      else if (extname(name) === ".ts" && !name.endsWith("_test.ts")) {
        found.push(relative(folder, join(path, name)).replaceAll("\\", "/").slice(0, -3));
      }
    }
  };
  try {
    walk(folder);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found.sort();
}

function isDefinition(value: unknown): value is TaskDefinition {
  const { kind, params, run, inputs, outputs } = (value ?? {}) as Partial<TaskDefinition>;
  return typeof kind === "string" && typeof run === "function" && typeof params === "object" &&
    typeof inputs === "object" && typeof outputs === "object";
}

/** Imports a task's module and checks what it exports. */
export async function importTask(url: string): Promise<TaskDefinition> {
  const module = await import(url) as { default?: unknown };
  if (!isDefinition(module.default)) {
    throw new TypeError("its default export is no task; write export default defineTask({ … })");
  }
  return module.default;
}

/** The tasks in a folder, and what is wrong with those that cannot be loaded. */
export interface TaskFolder {
  /** By kind. */
  readonly definitions: ReadonlyMap<string, TaskDefinition>;
  /** Why a task cannot be loaded, by kind. */
  readonly faults: ReadonlyMap<string, string>;
}

/** Loads all tasks in a folder such as `tasks/`, in which nothing else stands. */
export async function loadTaskFolder(folder: string): Promise<TaskFolder> {
  const definitions = new Map<string, TaskDefinition>();
  const faults = new Map<string, string>();
  for (const kind of taskKinds(folder)) {
    try {
      definitions.set(kind, await importTask(pathToFileURL(join(folder, `${kind}.ts`)).href));
    } catch (error) {
      faults.set(kind, `Cannot load task "${kind}": ${(error as Error).message}`);
    }
  }
  return { definitions, faults };
}

/** Finds the task that `uses` names: a kind in the folder of tasks, a path or a URL. */
export async function findTask(
  uses: ScalarNode,
  tasksFolder: string,
  problems: ProblemList,
): Promise<TaskModule | undefined> {
  const name = String(uses.value);
  const base = uses.place.source.path ?? tasksFolder;
  const asModule = isModule(name);
  const isUrl = asModule && /^[a-z]+:/.test(name);
  const path = asModule ? resolve(dirname(base), name) : join(tasksFolder, `${name}.ts`);
  const url = isUrl ? name : pathToFileURL(path).href;
  if (!isUrl && !isFile(path)) {
    if (asModule) problems.add(`There is no task file "${name}"`, uses.place, `Looked at ${path}`);
    else problems.add(`Unknown task "${name}"`, uses.place, suggest(name, taskKinds(tasksFolder)));
    return undefined;
  }
  try {
    const definition = await importTask(url);
    if (!asModule && definition.kind !== name) {
      const message = `The task in ${relative(Deno.cwd(), path)} calls itself "${definition.kind}"`;
      problems.add(message, uses.place, `Write kind: "${name}" there`);
    }
    return { url, definition };
  } catch (error) {
    problems.add(`Cannot load task "${name}": ${(error as Error).message}`, uses.place);
  }
}
