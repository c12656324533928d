import { type BindContext, bindInput, instancesMeant } from "./bind.ts";
import { checkParams } from "../file/check_params.ts";
import { conditionHolds } from "./condition.ts";
import {
  type InputSource,
  type Instance,
  type InstanceIndex,
  type SearchHistory,
  sourcesOf,
  type TrialChoice,
  type TrialParams,
} from "./instance.ts";
import type { OptionsByExecutor } from "../executors/executor.ts";
import { type Coordinates, expandMatrix, MOST_INSTANCES } from "./matrix.ts";
import { instanceNames, orderedName } from "./naming.ts";
import type { TaskEntry } from "../file/pipeline_file.ts";
import type { ProblemList } from "../file/problem.ts";
import { type Reference, resolveNode, wholeReference } from "./reference.ts";
import { suggest } from "../../support/suggest.ts";
import type { TaskModule } from "../file/task_registry.ts";
import type { JsonValue } from "../task.ts";

/** What expanding a task needs to know of the pipeline so far. */
export interface ExpandContext {
  readonly params: ReadonlyMap<string, JsonValue | undefined>;
  readonly modules: ReadonlyMap<string, TaskModule>;
  /** What each task tells executors. */
  readonly executors: ReadonlyMap<string, OptionsByExecutor>;
  /** The instances of the tasks before this one. */
  readonly instances: ReadonlyMap<string, readonly Instance[]>;
  readonly index: InstanceIndex;
  /** The searches of the tasks before this one: the tasks of their trials, and what is compared. */
  readonly searches: ReadonlyMap<string, SearchTasks>;
  /** Tasks in which something is wrong, so that not all of their instances are known. */
  readonly incomplete: ReadonlySet<string>;
  readonly room: Room;
}

/** The tasks that a search makes for its trials, one for each rung, and what is compared. */
export interface SearchTasks {
  readonly rungs: readonly string[];
  readonly metric: string;
}

/** How much more a pipeline may hold; less with each instance. */
export interface Room {
  instances: number;
  /** Inputs of instances, each one of what gathers counted. */
  inputs: number;
  /** Letters of the parameters of instances. */
  letters: number;
}

/** Instances of a whole pipeline, and their inputs: more than anyone means to run. */
export function roomOfPipeline(): Room {
  return { instances: MOST_INSTANCES, inputs: 20 * MOST_INSTANCES, letters: 2000 * MOST_INSTANCES };
}

function tellTooMany(task: TaskEntry, problems: ProblemList): void {
  const message = `With "${task.name}" the pipeline has more than ${MOST_INSTANCES} instances`;
  problems.add(message, task.matrix?.place ?? task.foreach?.place ?? task.place);
}

/** One of several instances at one place of a task's matrix: a trial of its search. */
export interface Variant {
  /** What tells it from the others there. */
  readonly coordinates: Coordinates;
  /** Values of each trial that it may be. */
  readonly trials: readonly Readonly<Record<string, JsonValue>>[];
  /** Number of its trial, where that is known. */
  readonly trial?: number;
  /** What decides which of the trials it is, where that is not known. */
  readonly choice?: Omit<TrialChoice, "trials">;
}

/** A part of a task's search. */
export interface SearchStage {
  /** Name of the task that its instances are of. */
  readonly name: string;
  /** What stands at a place of the task's own matrix. */
  variantsAt(coordinates: Coordinates): readonly Variant[];
}

/** A task without a search has one instance at each place. */
const WHOLE: Variant = { coordinates: {}, trials: [{}] };

interface Spot {
  readonly coordinates: Coordinates;
  readonly parents: ReadonlyMap<string, Instance>;
}

/** Where a task's instances stand: its own matrix times the instances it is run for. */
function spotsOf(task: TaskEntry, context: ExpandContext, problems: ProblemList): Spot[] {
  const own = expandMatrix(task.matrix, { params: context.params }, problems);
  if (task.foreach === undefined) {
    if (own.length > context.room.instances) {
      tellTooMany(task, problems);
      return [];
    }
    return own.map((coordinates) => ({ coordinates, parents: new Map() }));
  }
  const parents = context.instances.get(String(task.foreach.value)) ?? [];
  if (parents.length * own.length > context.room.instances) {
    tellTooMany(task, problems);
    return [];
  }
  for (const axis of Object.keys(own[0] ?? {})) {
    if (parents.some(({ coordinates }) => axis in coordinates)) {
      problems.add(
        `Axis "${axis}" is already an axis of "${task.foreach.value}"`,
        task.matrix?.entries.get(axis)?.key,
      );
    }
  }
  return parents.flatMap((parent) =>
    own.map((coordinates) => ({
      coordinates: { ...parent.coordinates, ...coordinates },
      parents: new Map([...parent.parents, [parent.task, parent]]),
    }))
  );
}

type Inputs = Record<string, InputSource | readonly InputSource[]>;

interface Binding {
  readonly params: Record<string, JsonValue>;
  readonly inputs: Inputs;
  /** What searches tried, by the parameter that is told of it. */
  readonly histories: Record<string, SearchHistory>;
}

/** The trials that `${search.name}` means, those that agree with this instance. */
function historyOf(
  { path: [name, ...rest], place }: Reference,
  { searches, ...context }: BindContext & Pick<ExpandContext, "searches">,
  problems: ProblemList,
): SearchHistory | undefined {
  const search = rest.length === 0 ? searches.get(name) : undefined;
  if (search === undefined) {
    // What is wrong with it was told.
    if (context.incomplete.has(name)) return undefined;
    problems.add(
      `There is no search "${[name, ...rest].join(".")}"`,
      place,
      suggest(name, searches.keys()),
    );
    return undefined;
  }
  const { rungs, metric } = search;
  return { metric, among: rungs.flatMap((rung) => instancesMeant(rung, context)) };
}

/** Splits a task's `with` into parameters and inputs. */
function bindAll(
  task: TaskEntry,
  { definition, namedFiles }: TaskModule,
  context: BindContext & Pick<ExpandContext, "searches">,
  problems: ProblemList,
): Binding | undefined {
  const scope = { ...context.scope, files: namedFiles };
  const params: Record<string, JsonValue> = {};
  const inputs: Inputs = {};
  const histories: Record<string, SearchHistory> = {};
  let complete = true;
  for (const [name, { value: node }] of task.with) {
    const declaration = definition.inputs[name];
    if (declaration !== undefined) {
      const bound = bindInput(node, declaration, context, problems);
      if (bound !== undefined) inputs[name] = bound;
      continue;
    }
    const reference = wholeReference(node, problems);
    if (reference?.root === "search") {
      const history = historyOf(reference, context, problems);
      if (history === undefined) complete = false;
      else histories[name] = history;
      // Until the trials have run.
      params[name] = [];
      continue;
    }
    const value = resolveNode(node, scope, problems);
    if (value === undefined) complete = false;
    else params[name] = value;
  }
  for (const [name, { description, optional }] of Object.entries(definition.inputs)) {
    if (optional !== true && !task.with.has(name)) {
      problems.add(
        `Task "${task.name}" needs the input "${name}": ${description}`,
        task.uses.place,
        `Add to with: ${name}: \${tasks.NAME.OUTPUT}`,
      );
    }
  }
  return complete ? { params, inputs, histories } : undefined;
}

function dependencies(
  { inputs, histories }: Binding,
  task: TaskEntry,
  context: Pick<BindContext, "coordinates" | "parents" | "index">,
): Instance[] {
  const all = new Set<Instance>();
  for (const input of Object.values(inputs)) {
    for (const source of sourcesOf(input)) if ("instance" in source) all.add(source.instance);
  }
  for (const { among } of Object.values(histories)) {
    for (const instance of among) all.add(instance);
  }
  for (const { value } of task.needs) {
    for (const instance of instancesMeant(String(value), context)) all.add(instance);
  }
  return [...all];
}

/** Takes what an instance needs from what a pipeline may hold in all; tells if nothing is left. */
function takeRoom(
  task: TaskEntry,
  bindings: readonly Binding[],
  { room }: ExpandContext,
  problems: ProblemList,
): boolean {
  room.instances--;
  for (const { params } of bindings) room.letters -= JSON.stringify(params).length;
  if (room.letters < 0) {
    const message = `With "${task.name}" the parameters of all instances have more than ${
      2000 * MOST_INSTANCES
    } letters`;
    problems.add(message, task.place, "Hand what is large over as a file");
    return false;
  }
  room.inputs -= Object.values(bindings[0]!.inputs).flatMap(sourcesOf).length;
  if (room.inputs < 0) {
    const message = `With "${task.name}" the instances read more than ${
      20 * MOST_INSTANCES
    } results`;
    problems.add(message, task.place, "Gather once, in a task without a matrix");
    return false;
  }
  return true;
}

/**
 * Makes all instances of a task: one for each combination that its `when` admits.
 *
 * @param stage What part of its search to make; a task without one is made whole.
 */
export function expandTask(
  task: TaskEntry,
  module: TaskModule,
  context: ExpandContext,
  problems: ProblemList,
  stage?: SearchStage,
): Instance[] {
  const hasAxes = task.matrix !== undefined || task.foreach !== undefined;
  const spots = spotsOf(task, context, problems).filter(({ coordinates }) => {
    const scope = { params: context.params, matrix: hasAxes ? coordinates : undefined };
    return task.when === undefined || conditionHolds(task.when, scope, problems);
  }).flatMap(({ coordinates, parents }) =>
    (stage?.variantsAt(coordinates) ?? [WHOLE]).map((variant) => ({
      ...{ coordinates, parents, variant },
      all: { ...coordinates, ...variant.coordinates },
    }))
  );
  if (spots.length > context.room.instances) {
    tellTooMany(task, problems);
    return [];
  }
  const { name: taskName } = stage ?? task;
  const names = instanceNames(taskName, spots.map(({ all }) => all));
  const { definition } = module;
  const instances: Instance[] = [];
  for (const [i, { coordinates, parents, variant, all }] of spots.entries()) {
    const bindContextOf = (trial: Readonly<Record<string, JsonValue>>) => ({
      ...{ ...context, task: task.name, coordinates, parents },
      scope: {
        params: context.params,
        matrix: hasAxes ? coordinates : undefined,
        trial: stage === undefined ? undefined : trial,
      },
    });
    const before = problems.told, bindings: Binding[] = [];
    for (const trial of variant.trials) {
      const binding = bindAll(task, module, bindContextOf(trial), problems);
      // The same would be told of every trial.
      if (binding === undefined || problems.told > before) break;
      bindings.push(binding);
    }
    if (bindings.length < variant.trials.length) continue;
    if (!takeRoom(task, bindings, context, problems)) break;
    const name = names[i]!;
    const checked = { name, place: task.uses.place, entries: task.with, definition };
    const trials: TrialParams[] = [];
    for (const [number, { params }] of bindings.entries()) {
      const parsed = checkParams(params, checked, problems);
      if (parsed === undefined) break;
      const drawn = stage === undefined ? undefined : variant.trials[number];
      trials.push({ params, parsed, drawn });
    }
    if (trials.length < bindings.length) continue;
    const { inputs, histories } = bindings[0]!, { choice } = variant;
    const needed = dependencies(bindings[0]!, task, { coordinates, parents, index: context.index });
    instances.push({
      name,
      orderedName: orderedName(taskName, all),
      task: taskName,
      place: task.place,
      coordinates: all,
      parents,
      module,
      ...trials[0]!,
      trial: variant.trial,
      choice: choice && { ...choice, trials },
      histories,
      inputs,
      after: [...needed, ...choice?.among ?? []],
      resources: { cpus: 1, ...definition.resources, ...task.resources },
      retry: task.retry,
      timeout: task.timeout,
      executors: context.executors.get(task.name) ?? {},
    });
  }
  return instances;
}
