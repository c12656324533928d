import { canonicalJson } from "../../support/json.ts";
import type { Coordinates } from "./matrix.ts";
import type { Place } from "../file/problem.ts";
import type { TaskModule } from "../file/task_registry.ts";
import type { OptionsByExecutor } from "../executors/executor.ts";
import type { JsonValue, Resources } from "../task.ts";

/** Where an input of an instance comes from. */
export type InputSource =
  | { readonly instance: Instance; readonly output: string }
  /** A file or folder that no task writes: its absolute path, and as the pipeline file has it. */
  | { readonly path: string; readonly name: string };

/** Parameters of a trial of a search. */
export interface TrialParams {
  /** What was drawn for the trial, and its budget; nothing without a search. */
  readonly drawn?: Readonly<Record<string, JsonValue>>;
  /** As written, references resolved. */
  readonly params: Readonly<Record<string, JsonValue>>;
  /** As the task's schema gives them, defaults filled in. */
  readonly parsed: Readonly<Record<string, unknown>>;
}

/** What decides, once others have run, which trial of a search an instance is. */
export interface TrialChoice {
  /** Instances of the rung before, all of one search. */
  readonly among: readonly Instance[];
  /** Place of the trial when those are put in order, the best first; counted from 0. */
  readonly rank: number;
  /** What the instances record that is compared, by path. */
  readonly metric: string;
  /** Whether the smallest or the largest is the best. */
  readonly mode: "min" | "max";
  /** What each trial would be here, by its number. */
  readonly trials: readonly TrialParams[];
  /** Whether it is the best once more, so that its result is there already. */
  readonly isRepetition: boolean;
}

/** What a search tried, as a task is told of it. */
export interface SearchHistory {
  /** The trials of all rungs, in their order. */
  readonly among: readonly Instance[];
  /** What the instances record that is compared, by path. */
  readonly metric: string;
}

/** One run of a task: its parameters and inputs, everything resolved. */
export interface Instance {
  /** Readable and unique, such as `samples[proseco,gamma=2]`. */
  readonly name: string;
  /** The same for the same coordinates, in whatever order the file gives the axes. */
  readonly orderedName: string;
  /** Name of the task in the pipeline file. */
  readonly task: string;
  /** Where the task stands in the pipeline file. */
  readonly place: Place;
  /** Values of the matrix axes, those of `foreach` included. */
  readonly coordinates: Coordinates;
  /** Instances that this one was made for by `foreach`, by task. */
  readonly parents: ReadonlyMap<string, Instance>;
  /** The module that defines the task. */
  readonly module: TaskModule;
  /** Parameters as written, references resolved. */
  readonly params: Readonly<Record<string, JsonValue>>;
  /** Parameters as the task's schema gives them, defaults filled in. */
  readonly parsed: Readonly<Record<string, unknown>>;
  /** Number of its trial, of one of a search that is known. */
  readonly trial?: number;
  /** What was drawn for that trial, and its budget. */
  readonly drawn?: Readonly<Record<string, JsonValue>>;
  /** Parameters that become, once others have run, a list of what a search tried. @default {{}} */
  readonly histories?: Readonly<Record<string, SearchHistory>>;
  /** What decides which trial it is; its parameters until then are of any of the trials. */
  readonly choice?: TrialChoice;
  /** A list for an input that gathers. */
  readonly inputs: Readonly<Record<string, InputSource | readonly InputSource[]>>;
  /** Instances that must have finished before this one starts, each once. */
  readonly after: readonly Instance[];
  /** What it may use: as the task says, changed by the pipeline file. */
  readonly resources: Resources;
  /** How often it is tried again after a failure. */
  readonly retry: number;
  /** Seconds after which it is stopped. */
  readonly timeout?: number;
  /** What executors are told of it, by their names. */
  readonly executors: OptionsByExecutor;
}

/** The sources of an input as a list. */
export function sourcesOf(input: InputSource | readonly InputSource[]): readonly InputSource[] {
  return Array.isArray(input) ? input : [input as InputSource];
}

/** A source's name, the same on every machine and for every order of the file's axes. */
export function sourceName(source: InputSource): string {
  return "instance" in source ? source.instance.orderedName : source.name;
}

/** Finds the instances of a task that agree with given coordinates on the axes both have. */
export class InstanceIndex {
  readonly #byTask = new Map<string, Map<string, { axes: string[]; members: Instance[] }>>();
  readonly #byShared = new Map<string, Map<string, Instance[]>>();

  /** Adds a task's instances, all at once. */
  add(task: string, instances: readonly Instance[]): void {
    const groups = new Map<string, { axes: string[]; members: Instance[] }>();
    for (const instance of instances) {
      const axes = Object.keys(instance.coordinates).sort();
      const id = axes.join("\n");
      const group = groups.get(id);
      if (group === undefined) groups.set(id, { axes, members: [instance] });
      else group.members.push(instance);
    }
    this.#byTask.set(task, groups);
  }

  /** Instances of `task` that agree with `coordinates`, in no particular order. */
  agreeing(task: string, coordinates: Coordinates): Instance[] {
    const found: Instance[] = [];
    for (const [id, { axes, members }] of this.#byTask.get(task) ?? []) {
      const shared = axes.filter((axis) => axis in coordinates);
      const sharedId = `${task}\n\n${id}\n\n${shared.join("\n")}`;
      const pick = (from: Coordinates) =>
        shared.map((axis) => canonicalJson(from[axis])).join("\n");
      let buckets = this.#byShared.get(sharedId);
      if (buckets === undefined) {
        buckets = Map.groupBy(members, (member) => pick(member.coordinates));
        this.#byShared.set(sharedId, buckets);
      }
      found.push(...buckets.get(pick(coordinates)) ?? []);
    }
    return found;
  }
}
