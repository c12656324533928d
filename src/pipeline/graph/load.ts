import { basename, extname, join, resolve } from "node:path";
import { EXECUTORS } from "../executors/executors.ts";
import { roomOfPipeline, type SearchTasks } from "./expand.ts";
import { expandSearch } from "./search/expand_search.ts";
import { type Instance, InstanceIndex } from "./instance.ts";
import { nameFiles } from "./entries/name_files.ts";
import { needsOf, orderTasks } from "./order.ts";
import { overrideParams } from "../file/params.ts";
import { paramValues } from "./param_values.ts";
import { parsePipelineFile, type PipelineFile, type TaskEntry } from "../file/pipeline_file.ts";
import { ProblemList } from "../file/problem.ts";
import { UserError } from "../../support/user_error.ts";
import { readPipelineFile } from "../file/read_file.ts";
import { type Publication, resolvePublications } from "./publication.ts";
import { findTask, type TaskModule } from "../file/task_registry.ts";
import { applySettings } from "../file/param_settings.ts";
import type { OptionsByExecutor } from "../executors/executor.ts";
import { parseExecutor, parseExecutorOptions } from "../executors/executor_options.ts";
import { applyDefaults } from "./entries/apply_defaults.ts";
import { expandPatterns } from "../file/expand_patterns.ts";
import { gatherInputs, gatherOutputs } from "./entries/gather.ts";
import { closest, suggest } from "../../support/suggest.ts";
import type { JsonValue } from "../task.ts";

/** Options of {@linkcode loadPipeline}. */
export interface LoadOptions {
  /** Folder that holds `pipelines/` and `tasks/`. @default {Deno.cwd()} */
  readonly root?: string;
  /** Profile whose parameters to take; the file's own default if left out. */
  readonly profile?: string;
  /** Values to set, as `path=value`: a parameter, or a parameter of a task as `task.name`. */
  readonly set?: readonly string[];
}

/** A pipeline with everything resolved: its instances and what to publish. */
export interface Pipeline {
  /** Name of the file without its extension. */
  readonly name: string;
  /** Absolute path of the file. */
  readonly path: string;
  /** Folder that holds `pipelines/` and `tasks/`. */
  readonly root: string;
  /** What the pipeline does. */
  readonly description?: string;
  /** Name of the profile taken, if any. */
  readonly profile?: string;
  /** Where its instances run unless the user says otherwise. */
  readonly executor?: string;
  /** What executors are told of all instances, by their names. */
  readonly executors: OptionsByExecutor;
  /** Values of the parameters. */
  readonly params: Readonly<Record<string, JsonValue>>;
  /** Settings that were made for this run, as `path=value`. */
  readonly settings: readonly string[];
  /** Names of the tasks, each after those it needs. */
  readonly tasks: readonly string[];
  /** All instances, each after those it needs. */
  readonly instances: readonly Instance[];
  /** What to copy to the folder of a run. */
  readonly publications: readonly Publication[];
}

/** The pipelines in a folder: name and path, sorted by name. */
export function pipelineFiles(root: string): Map<string, string> {
  const folder = join(root, "pipelines");
  const found = new Map<string, string>();
  try {
    for (const { name } of Deno.readDirSync(folder)) {
      if (/\.ya?ml$/.test(name)) found.set(basename(name, extname(name)), join(folder, name));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return new Map([...found].sort(([a], [b]) => a < b ? -1 : 1));
}

/** Finds a pipeline by name in `pipelines/`, or by the path of its file. */
export function findPipeline(name: string, root: string): string {
  if (/\.ya?ml$/.test(name)) return resolve(root, name);
  const files = pipelineFiles(root);
  const path = files.get(name);
  if (path !== undefined) return path;
  const near = closest(name, files.keys());
  const hint = near === undefined ? "" : `\nDid you mean "${near}"?`;
  const known = [...files.keys()].map((file) => `  ${file}`).join("\n");
  const list = known === ""
    ? `\nThere are none in ${join(root, "pipelines")}`
    : `\nKnown:\n${known}`;
  throw new UserError(`There is no pipeline "${name}"${hint}${list}`);
}

function selectProfile(
  file: PipelineFile,
  wanted: string | undefined,
  problems: ProblemList,
): string | undefined {
  const name = wanted ?? (file.profile && String(file.profile.value));
  if (name === undefined || file.profiles.has(name)) return name;
  const place = wanted === undefined
    ? file.profile?.place
    : { source: { name: `--profile ${wanted}`, text: wanted }, start: 0, end: wanted.length };
  problems.add(`Unknown profile "${name}"`, place, suggest(name, file.profiles.keys()));
}

async function loadModules(
  tasks: Iterable<TaskEntry>,
  root: string,
  problems: ProblemList,
): Promise<Map<string, TaskModule>> {
  const folder = join(root, "tasks");
  const pending = new Map<string, Promise<TaskModule | undefined>>();
  const modules = new Map<string, TaskModule>();
  const all = [...tasks];
  for (const { uses } of all) {
    const id = `${uses.place.source.path}\n${uses.value}`;
    if (!pending.has(id)) pending.set(id, findTask(uses, folder, problems));
  }
  for (const { name, uses } of all) {
    const module = await pending.get(`${uses.place.source.path}\n${uses.value}`);
    if (module !== undefined) modules.set(name, module);
  }
  return modules;
}

/**
 * Loads a pipeline: reads its file and those it extends, takes the profile and the settings,
 * imports the tasks it uses and resolves every matrix and reference.
 *
 * @param name Name of a file in `pipelines/`, or the path of one.
 * @throws {UserError} If there is no such pipeline.
 * @throws {PipelineError} If anything in it is wrong; every problem is told at once.
 */
export async function loadPipeline(name: string, options: LoadOptions = {}): Promise<Pipeline> {
  const { root = Deno.cwd(), profile: wanted, set = [] } = options;
  const path = findPipeline(name, root);
  const problems = new ProblemList();
  const read = await readPipelineFile(path, problems);
  // What stands in the files and which tasks there are: what else there is to tell hangs on it.
  problems.throwIfFound();
  const written = expandPatterns(read!, problems);
  problems.throwIfFound();
  const node = await applySettings(written, set, problems);
  const file = parsePipelineFile(node.file, path, EXECUTORS, problems);

  const params = new Map(file.params);
  for (const values of file.profiles.values()) overrideParams(new Map(params), values, problems);
  const profile = selectProfile(file, wanted, problems);
  if (profile !== undefined) overrideParams(params, file.profiles.get(profile)!, problems);
  overrideParams(params, node.params, problems);
  const values = paramValues(params, problems);

  const executor = parseExecutor(file.executor, problems);
  const executors = await parseExecutorOptions(file.executors, problems);
  const taskExecutors = new Map<string, OptionsByExecutor>();
  for (const { name, executors } of file.tasks.values()) {
    taskExecutors.set(name, await parseExecutorOptions(executors, problems));
  }

  const modules = await loadModules(file.tasks.values(), root, problems);
  const gathering = { names: [...file.tasks.keys(), ...file.broken], modules };
  const named = applyDefaults(file.tasks.values(), file.defaults, modules, problems).map(
    (given) => {
      const loaded = modules.get(given.name);
      if (loaded === undefined) return given;
      const { task, module } = nameFiles(given, loaded, problems);
      modules.set(task.name, module);
      return task;
    },
  );
  const tasks = named.map((task) => gatherInputs(task, gathering, problems));
  const ordered = orderTasks(tasks, file.broken, problems);
  const instances = new Map<string, readonly Instance[]>();
  const context = {
    params: values,
    modules,
    executors: taskExecutors,
    instances,
    index: new InstanceIndex(),
    searches: new Map<string, SearchTasks>(),
    incomplete: new Set<string>(file.broken),
    room: roomOfPipeline(),
  };
  const hasWrong = [...values.values()].includes(undefined);
  const known = new Set(ordered.map(({ name }) => name));
  for (const task of ordered) {
    const module = modules.get(task.name);
    const before = problems.told;
    const expanded = module === undefined
      ? [{ name: task.name, instances: [], search: undefined }]
      : expandSearch(task, module, context, problems);
    const isIncomplete = module === undefined || hasWrong || problems.told > before ||
      needsOf(task, problems).some((need) => context.incomplete.has(need.task));
    if (isIncomplete) context.incomplete.add(task.name);
    for (const { name, instances: made, search } of expanded) {
      if (name !== task.name && known.has(name)) {
        problems.add(`The search of "${task.name}" makes a task "${name}" as well`, task.place);
      }
      instances.set(name, made);
      context.index.add(name, made);
      if (search !== undefined) context.searches.set(name, search);
    }
  }
  const outputs = gatherOutputs(file.outputs, gathering, problems);
  const publications = resolvePublications(outputs, context, problems);
  problems.throwIfFound();
  return {
    name: file.name,
    path,
    root,
    description: file.description,
    profile,
    executor,
    executors,
    params: Object.fromEntries(values) as Record<string, JsonValue>,
    settings: set,
    tasks: [...instances.keys()],
    instances: [...instances.values()].flat(),
    publications,
  };
}
