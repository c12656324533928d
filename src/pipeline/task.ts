import type { JsonValue } from "../support/json_value.ts";

export type { JsonValue };

/** Declares one input of a task: a file or folder that another task wrote. */
export interface InputDeclaration {
  /** What the file or folder holds, in a sentence. */
  readonly description: string;
  /** Whether the input may be left out. @default {false} */
  readonly optional?: boolean;
  /** Whether the input gathers every matching instance of a matrix. @default {false} */
  readonly many?: boolean;
}

/** One of the files or folders that an input with `many` gathers. */
export interface GatheredInput {
  /** Readable name of the instance that wrote it, such as `samples[gamma=2,seed=1]`. */
  readonly instance: string;
  /** Absolute path; read-only. */
  readonly path: string;
}

/** What a task receives for an input: its absolute path, or all paths if it gathers. */
export type InputValue<Declaration extends InputDeclaration> = Declaration["many"] extends true
  ? readonly GatheredInput[]
  : Declaration["optional"] extends true ? string | undefined
  : string;

/** How far a running task is; every field but `done` and `total` is optional. */
export interface Progress {
  /** Finished units of work. */
  readonly done: number;
  /** Units of work in all. */
  readonly total: number;
  /** What is counted, such as `steps`. @default {"steps"} */
  readonly unit?: string;
  /** Figures to show beside the bar, such as `{ loss: 0.73, "tokens/s": 21000 }`. */
  readonly values?: Readonly<Record<string, number | string>>;
}

/** What a task may use while it runs. */
export interface Resources {
  /** Cores. `"all"` takes the whole machine for itself. @default {1} */
  readonly cpus?: number | "all";
  /** Memory in MiB. @default {0} */
  readonly memory?: number;
  /** Accelerators. @default {0} */
  readonly gpus?: number;
}

/**
 * What a task may do beside the default, which is to read the project, its inputs, the folder of data
 * and Deno's cache, and to write what it is given to write to.
 */
export interface Permissions {
  /** Hosts that it may talk to, as of Deno's `--allow-net`; `true` for all. @default {none} */
  readonly net?: true | readonly string[];
  /**
   * Programs that it may start, `true` for all; `deno` is the one that runs it. Whatever is started has
   * the rights of the user. @default {none}
   */
  readonly run?: true | readonly string[];
  /** Whether it may load native libraries, which have the rights of the user. @default {false} */
  readonly ffi?: true;
  /** Environment variables that it sees beside those that every program needs. @default {none} */
  readonly env?: readonly string[];
  /** What it may ask of the system, as of Deno's `--allow-sys`. @default {nothing} */
  readonly sys?: readonly string[];
  /** Whether it may write to `data/cache` of the project and to the user's cache. @default {false} */
  readonly cache?: true;
}

/** A result of the same task that differs from what is wanted in nothing but what `grows` names. */
export interface EarlierResult<Params, Outputs extends Readonly<Record<string, string>>> {
  /** Its parameters with every default filled in. */
  readonly params: Params;
  /** Absolute path of each of its outputs; read-only. */
  readonly outputs: TaskContext<
    Params,
    Readonly<Record<string, InputDeclaration>>,
    Outputs
  >["outputs"];
  /** Absolute paths of what it was made from, of the inputs that `grows` names; read-only. */
  readonly inputs: Readonly<Record<string, string | readonly GatheredInput[]>>;
}

/** What a task's `run` is given. */
export interface TaskContext<
  Params,
  Inputs extends Readonly<Record<string, InputDeclaration>>,
  Outputs extends Readonly<Record<string, string>>,
> {
  /** Validated parameters with every default filled in. */
  readonly params: Params;
  /** What {@linkcode TaskDefinition.environment} gave when the key was made. @default {{}} */
  readonly environment?: Readonly<Record<string, JsonValue>>;
  /** Absolute paths of the inputs; read-only. */
  readonly inputs: {
    readonly [Name in keyof Inputs as Name extends "*" ? string : Name]: Name extends "*"
      ? string | readonly GatheredInput[]
      : InputValue<Inputs[Name]>;
  };
  /** Absolute path to write each output to, as a file or as a folder. Nothing exists there yet. */
  readonly outputs: {
    readonly [Name in keyof Outputs as Name extends "*" ? string : Name]: string;
  };
  /**
   * Results that the store has and that differ in nothing but what the definition's `grows` names,
   * the newest first.
   * @default {[]}
   */
  readonly earlier?: readonly EarlierResult<Params, Outputs>[];
  /** A folder that outlives an interrupted run of the same key: the place for checkpoints. */
  readonly scratch: string;
  /** Cores that the task was granted. */
  readonly cpus: number;
  /** Aborted when the run is being stopped: write a checkpoint and throw `signal.reason`. */
  readonly signal: AbortSignal;
  /** Reports progress; as often as wanted, the runner thins it out. */
  progress(progress: Progress): void;
  /** Writes one line to the task's log and to the terminal. */
  log(line: string): void;
  /** Records facts in the manifest: data source, library versions, metrics. */
  record(facts: Readonly<Record<string, JsonValue>>): void;
}

/** What is known beforehand of what a task writes, such as `{ vocab: 34 }`. */
export type Facts = Readonly<Record<string, JsonValue | undefined>>;

/** What is known of a task's work before anything has run. */
export interface Outlook {
  /** Seconds that it takes on this machine; left out where nothing tells. */
  readonly seconds?: number;
  /** What tasks that read its outputs can reckon with. @default {{}} */
  readonly facts?: Facts;
}

/** Schema of a task's parameters: a `z.object({ … })` or `z.strictObject({ … })` of zod. */
export interface ParamsSchema {
  /** Schemas of the parameters by name. */
  readonly shape: Readonly<Record<string, unknown>>;
  /** What zod keeps of the schema's types. */
  readonly _zod: { readonly output: unknown };
}

/** Parameters as a schema gives them, defaults filled in. */
export type ParamsOf<Schema extends ParamsSchema> = Schema["_zod"]["output"];

/** A kind of task: its schema and what it does. */
export interface TaskDefinition<
  Schema extends ParamsSchema = ParamsSchema,
  Inputs extends Readonly<Record<string, InputDeclaration>> = Readonly<
    Record<string, InputDeclaration>
  >,
  Outputs extends Readonly<Record<string, string>> = Readonly<Record<string, string>>,
> {
  /** Name that pipeline files use, such as `train/mdm`. */
  readonly kind: string;
  /** What the task does, in a sentence. */
  readonly description: string;
  /** Parameters; give each a `.describe()` and, where one makes sense, a `.default()`. */
  readonly params: Schema;
  /**
   * Names and descriptions of the files the task reads. With the one name `*` each use of the task
   * names its own, as `inputs: { name: source }`; a list gathers.
   */
  readonly inputs: Inputs;
  /**
   * Name and description of each file or folder the task writes. With the one name `*` each use of the
   * task names its own, in the parameter `outputs`, a list of names.
   */
  readonly outputs: Outputs;
  /** What parameters of earlier versions are called now, told to whoever writes one. @default {{}} */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Parameters that cannot change the result and so stay out of the key. @default {[]} */
  readonly cosmetic?: readonly string[];
  /**
   * Parameters and inputs that say which parts a result has, such as a list of seeds or a folder with a
   * file for each, each part being the same whatever the others are: `run` is given earlier results
   * that differ in these alone as `earlier`, to copy those parts from. What it writes must be the same
   * with them and without. @default {[]}
   */
  readonly grows?: readonly string[];
  /** What an instance may use. @default {{ cpus: 1 }} */
  readonly resources?: Resources;
  /** What it may do beside reading and writing what it is given. @default {{}} */
  readonly permissions?: Permissions;
  /**
   * Facts about the machine that decide the result and so enter the key, such as the data source or
   * an engine. Must be quick: it runs while planning.
   * @default {() => ({})}
   */
  environment?(params: ParamsOf<Schema>): Promise<Record<string, JsonValue>>;
  /**
   * Says how long the work will take, and what it will write, from the parameters and from what the
   * tasks before it foresee. It is asked while planning, of instances that have never run: import what
   * is slow to load here, dynamically.
   *
   * @param inputs Facts of what writes each input; of a file or folder that no task writes, its `path`.
   * @default {() => ({})}
   */
  foresee?(
    params: ParamsOf<Schema>,
    inputs: { readonly [Name in keyof Inputs]: readonly Facts[] },
  ): Promise<Outlook>;
  /**
   * Says in a few words what came out, from what was recorded, such as `held-out loss 1.23`: it stands
   * in the line of the finished instance. What was recorded may be another version's.
   * @default {() => undefined}
   */
  outcome?(facts: Readonly<Record<string, JsonValue>>): string | undefined;
  /** Does the work. Import what is slow to load here, dynamically, so that planning stays quick. */
  run(context: TaskContext<ParamsOf<Schema>, Inputs, Outputs>): Promise<void>;
}

/**
 * Defines a kind of task; the schema gives the types, the check, the editor completion and the
 * documentation.
 *
 * @example
 * ```ts ignore
 * export default defineTask({
 *   kind: "text/count",
 *   description: "Counts the lines of a file.",
 *   params: z.object({ skipEmpty: z.boolean().default(true).describe("Leave out empty lines.") }),
 *   inputs: { text: { description: "A text file." } },
 *   outputs: { count: "The number of lines, as JSON." },
 *   async run({ params, inputs, outputs }) {
 *     const lines = (await Deno.readTextFile(inputs.text)).split("\n");
 *     const kept = params.skipEmpty ? lines.filter((line) => line !== "") : lines;
 *     await Deno.writeTextFile(outputs.count, JSON.stringify(kept.length));
 *   },
 * });
 * ```
 */
export function defineTask<
  const Schema extends ParamsSchema,
  const Inputs extends Readonly<Record<string, InputDeclaration>>,
  const Outputs extends Readonly<Record<string, string>>,
>(definition: TaskDefinition<Schema, Inputs, Outputs>): TaskDefinition<Schema, Inputs, Outputs> {
  return definition;
}
