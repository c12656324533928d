import type { z } from "zod";
import type { Store } from "../store/store.ts";
import type { Resources } from "../task.ts";
import type { Executor, ExecutorOptions, OptionsByExecutor } from "./executor.ts";

/** What an executor is made of. */
export interface CreateExecutorOptions {
  /** The store in which jobs lie. */
  readonly store: Store;
  /** What it is told of every job; a task may say otherwise. @default {{}} */
  readonly options?: ExecutorOptions;
  /** Jobs at one time, for an executor that schedules. @default {what it thinks best} */
  readonly jobs?: number;
  /** Told what a user may have to know, such as that a queue does not answer. */
  readonly onWarning?: (message: string) => void;
}

/** Which jobs to end. */
export interface CancelSelection {
  /** Name of the pipeline. */
  readonly pipeline: string;
  /** Id of the run that submitted them. @default {all runs of the pipeline} */
  readonly run?: string;
}

/** What is needed to leave a whole run to an executor. */
export interface DetachOptions {
  readonly store: Store;
  /** Name of the pipeline. */
  readonly pipeline: string;
  /** The command line of the run, without the program. */
  readonly command: readonly string[];
  /** The program. */
  readonly module: string;
  /** What the executor is told of the job. */
  readonly options: ExecutorOptions;
  /** Working folder. */
  readonly root: string;
}

/** A run that was left to an executor. */
export interface DetachedRun {
  /** What its queue knows it by. */
  readonly id: string;
  /** Where it writes what it would write to the terminal. */
  readonly output: string;
  /** Whether it was in the queue already. */
  readonly isKnown: boolean;
}

/** An instance that a run would leave to an executor. */
export interface ForeseenJob {
  /** Its readable name. */
  readonly instance: string;
  /** How many others must have run before it, one after the other: 0 for one that is ready. */
  readonly wave: number;
  /** What it may use. */
  readonly resources: Resources;
  /** Seconds after which it is to be ended. */
  readonly timeout?: number;
  /** What executors are told of it, by their names. */
  readonly executors: OptionsByExecutor;
}

/** What else {@linkcode ExecutorModule.foresee} is told. */
export interface ForeseeOptions extends Pick<CreateExecutorOptions, "store" | "options" | "jobs"> {
  /** Name of the pipeline. */
  readonly pipeline: string;
}

/** What an executor would submit together. */
export interface ForeseenSubmission {
  /** As in {@linkcode ForeseenJob}. */
  readonly wave: number;
  /** The command, as words, without what is the same for all. */
  readonly command: readonly string[];
  /** Names of its instances. */
  readonly instances: readonly string[];
}

/** What an executor would do with the jobs of a run. */
export interface ForeseenSubmissions {
  readonly submissions: readonly ForeseenSubmission[];
  /** The script that they run. */
  readonly script: string;
}

/** Somewhere to run instances: all that the program asks of it, in its one place. */
export interface ExecutorModule {
  /** What it is called in a sentence, such as `this machine`. */
  readonly title: string;
  /** Schema of what users, pipeline files and tasks may tell it. */
  readonly options: z.ZodObject;
  /** Makes the executor. */
  create(options: CreateExecutorOptions): Executor | Promise<Executor>;
  /** Whether what it runs goes on when the run that started it is left. @default {false} */
  readonly leavesRunning?: boolean;
  /** Keys whose jobs are submitted and may still run, so that nothing of theirs is removed. */
  wantedKeys?(store: Store): Iterable<string>;
  /**
   * Ends jobs that runs have submitted for a store.
   *
   * @returns How many were waiting or running.
   */
  cancel?(store: Store, selection: CancelSelection): Promise<number>;
  /** Says what it would submit for jobs; submits nothing and writes nothing. */
  foresee?(jobs: readonly ForeseenJob[], options: ForeseeOptions): Promise<ForeseenSubmissions>;
  /** Leaves a whole run to the executor, as a job of its own. */
  detach?(options: DetachOptions): Promise<DetachedRun>;
}
