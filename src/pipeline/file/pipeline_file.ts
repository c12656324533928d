import { basename, extname } from "node:path";
import { type Defaults, parseDefaults } from "./defaults.ts";
import { type ParamDeclaration, parseParam } from "./params.ts";
import { executorEntries } from "./executor_entries.ts";
import type { Place, ProblemList } from "./problem.ts";
import { asList, checkKeys, describeNode, expectMap, expectNumber, expectText } from "./shape.ts";
import type { Resources } from "../task.ts";
import type { Entry, MapNode, Node, ScalarNode } from "./yaml.ts";

/** Keys of a pipeline file. */
export const PIPELINE_KEYS = [
  "description",
  "extends",
  "executor",
  "executors",
  "params",
  "profile",
  "profiles",
  "defaults",
  "tasks",
  "outputs",
];

/** Keys of one task in a pipeline file; one for several has `"*"` as well. */
export const TASK_KEYS = [
  "description",
  "uses",
  "with",
  "needs",
  "matrix",
  "search",
  "foreach",
  "when",
  "retry",
  "timeout",
  "resources",
  "executors",
];

/** One entry of `tasks`, references unresolved. */
export interface TaskEntry {
  readonly name: string;
  readonly place: Place;
  /** The kind of task, or a path or URL of a module. */
  readonly uses: ScalarNode;
  readonly with: ReadonlyMap<string, Entry>;
  /** Names of tasks to run before, without reading what they write. */
  readonly needs: readonly ScalarNode[];
  readonly matrix?: MapNode;
  readonly search?: MapNode;
  readonly foreach?: ScalarNode;
  readonly when?: ScalarNode;
  /** How often a failed instance is tried again. */
  readonly retry: number;
  /** Seconds after which an instance is stopped. */
  readonly timeout?: number;
  readonly resources: Resources;
  /** What it tells executors, by their names; what they are called is not known here. */
  readonly executors: ReadonlyMap<string, Entry>;
}

/** A pipeline file, checked for its shape. */
export interface PipelineFile {
  readonly name: string;
  readonly path: string;
  readonly description?: string;
  /** Where its instances run unless the user says otherwise. */
  readonly executor?: Node;
  /** What it tells executors of all instances, by their names. */
  readonly executors: ReadonlyMap<string, Entry>;
  readonly params: ReadonlyMap<string, ParamDeclaration>;
  /** The profile taken when none is named. */
  readonly profile?: ScalarNode;
  readonly profiles: ReadonlyMap<string, MapNode>;
  readonly defaults: readonly Defaults[];
  readonly tasks: ReadonlyMap<string, TaskEntry>;
  /** Names of the tasks that could not be read. */
  readonly broken: ReadonlySet<string>;
  readonly outputs: ReadonlyMap<string, Entry>;
}

/** Seconds of the longest timeout, ten years. */
const LONGEST = 3650 * 86400;

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86400 };

function expectDuration(node: Node | undefined, problems: ProblemList): number | undefined {
  if (node === undefined) return undefined;
  const value = node.kind === "scalar" ? node.value : undefined;
  const match = typeof value === "string" && /^(\d+(?:\.\d+)?)\s*([smhd])$/.exec(value);
  const seconds = match ? Number(match[1]) * UNITS[match[2]!]! : value;
  if (typeof seconds === "number" && seconds > 0 && seconds <= LONGEST) return seconds;
  const advice = 'Write seconds, or a number with s, m, h or d, such as "30m"; 3650d at most';
  problems.add(`timeout must be a duration: got ${describeNode(node)}`, node.place, advice);
}

function parseResources(node: Node | undefined, problems: ProblemList): Resources {
  const map = expectMap(node, "resources", problems);
  if (map === undefined) return {};
  checkKeys(map, "resources", ["cpus", "memory", "gpus"], problems);
  const get = (name: string) => map.entries.get(name)?.value;
  const cpus = get("cpus");
  const isAll = cpus?.kind === "scalar" && cpus.value === "all";
  const integer = { integer: true };
  const resources: Record<string, number | "all" | undefined> = {
    cpus: isAll ? "all" : expectNumber(cpus, "cpus", problems, { min: 0 }),
    memory: expectNumber(get("memory"), "memory (in MiB)", problems),
    gpus: expectNumber(get("gpus"), "gpus", problems, integer),
  };
  for (const name in resources) if (resources[name] === undefined) delete resources[name];
  return resources;
}

/** Reads the names in a list, each a scalar of text. */
function names(node: Node | undefined, what: string, problems: ProblemList): ScalarNode[] {
  return asList(node).filter((item): item is ScalarNode =>
    expectText(item, what, problems) !== undefined
  );
}

function scalarText(
  node: Node | undefined,
  what: string,
  problems: ProblemList,
): ScalarNode | undefined {
  return expectText(node, what, problems) === undefined ? undefined : node as ScalarNode;
}

function parseTask(
  name: string,
  { key: place, value }: Entry,
  aliases: readonly string[],
  problems: ProblemList,
): TaskEntry | undefined {
  if (!/^[A-Za-z_][\w-]*$/.test(name)) {
    problems.add(
      `Cannot name a task "${name}"`,
      place,
      "A name starts with a letter and goes on with letters, digits, _ and -",
    );
  }
  const map = expectMap(value, `Task "${name}"`, problems);
  if (map === undefined) {
    problems.add(`Task "${name}" is empty`, place, "Say what it runs: uses: KIND");
    return undefined;
  }
  const before = problems.told;
  checkKeys(map, `task "${name}"`, [...TASK_KEYS, ...aliases], problems);
  const get = (key: string) => map.entries.get(key)?.value;
  const uses = scalarText(get("uses"), "uses", problems);
  if (get("uses") === undefined && problems.told === before) {
    problems.add(`Task "${name}" does not say what it runs`, place, "Add uses: KIND");
  }
  const when = get("when");
  if (when !== undefined && (when.kind !== "scalar" || when.value === null)) {
    problems.add(`when must be a condition: got ${describeNode(when)}`, when.place);
  }
  const task = {
    name,
    place,
    with: expectMap(get("with"), "with", problems)?.entries ?? new Map(),
    needs: names(get("needs"), "needs", problems),
    matrix: expectMap(get("matrix"), "matrix", problems),
    search: expectMap(get("search"), "search", problems),
    foreach: scalarText(get("foreach"), "foreach", problems),
    when: when?.kind === "scalar" ? when : undefined,
    retry: expectNumber(get("retry"), "retry", problems, { integer: true }) ?? 0,
    timeout: expectDuration(get("timeout"), problems),
    resources: parseResources(get("resources"), problems),
    executors: executorEntries(map, aliases, problems),
  };
  return uses === undefined ? undefined : { ...task, uses };
}

/**
 * Checks the shape of a parsed pipeline file.
 *
 * @param aliases Names of executors, each of which as a key is short for a member of `executors`.
 */
export function parsePipelineFile(
  root: Node,
  path: string,
  aliases: readonly string[],
  problems: ProblemList,
): PipelineFile {
  const name = basename(path, extname(path));
  const empty = { kind: "map", place: root.place, entries: new Map<string, Entry>() } as const;
  const map = expectMap(root, "A pipeline file", problems) ?? empty;
  checkKeys(map, "the pipeline file", [...PIPELINE_KEYS, ...aliases], problems);
  const get = (key: string) => map.entries.get(key)?.value;

  const params = new Map<string, ParamDeclaration>();
  for (
    const [name, { key, value }] of expectMap(get("params"), "params", problems)?.entries ?? []
  ) {
    params.set(name, parseParam(name, value, key, problems));
  }
  const profiles = new Map<string, MapNode>();
  for (const [name, { value }] of expectMap(get("profiles"), "profiles", problems)?.entries ?? []) {
    const values = expectMap(value, `Profile "${name}"`, problems);
    profiles.set(name, values ?? { ...empty, place: value.place });
  }
  const tasks = new Map<string, TaskEntry>(), broken = new Set<string>();
  for (const [name, entry] of expectMap(get("tasks"), "tasks", problems)?.entries ?? []) {
    const task = parseTask(name, entry, aliases, problems);
    if (task === undefined) broken.add(name);
    else tasks.set(name, task);
  }
  if (get("tasks") === undefined) {
    problems.add("The pipeline has no tasks", map.place, "Add tasks:");
  }
  return {
    name,
    path,
    description: expectText(get("description"), "description", problems)?.trim(),
    executor: get("executor"),
    executors: executorEntries(map, aliases, problems),
    params,
    profile: scalarText(get("profile"), "profile", problems),
    profiles,
    defaults: parseDefaults(get("defaults"), problems),
    tasks,
    broken,
    outputs: expectMap(get("outputs"), "outputs", problems)?.entries ?? new Map(),
  };
}
