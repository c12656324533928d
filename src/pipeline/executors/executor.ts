import type { JsonValue } from "../../support/json_value.ts";
import type { Job } from "../worker/job.ts";
import type { Message } from "../worker/protocol.ts";
import type { Damage } from "../store/objects.ts";
import type { Resources } from "../task.ts";

/** What one executor is told beside a job: only the executor knows what it means. */
export type ExecutorOptions = Readonly<Record<string, JsonValue>>;

/** What a pipeline file tells executors, by their names. */
export type OptionsByExecutor = Readonly<Record<string, ExecutorOptions>>;

/** How an instance ended. */
export type Outcome =
  | { readonly status: "done"; readonly cached: boolean }
  | { readonly status: "failed"; readonly message: string }
  /** Ended through no fault of its own, such as by a failed node: it is to run again. */
  | { readonly status: "interrupted"; readonly message: string }
  | { readonly status: "stopped" }
  | { readonly status: "damaged"; readonly damage: readonly Damage[] };

/** What an executor is given beside the job. */
export interface ExecutionOptions {
  /** Folder of the store in which the job lies. */
  readonly store: string;
  /** File to write the task's output to. */
  readonly logPath: string;
  /** What the instance may use. @default {{ cpus: 1 }} */
  readonly resources?: Resources;
  /** Seconds after which it is to be ended, for an executor that schedules. */
  readonly timeout?: number;
  /** What executors are told of it, by their names. @default {{}} */
  readonly executors?: OptionsByExecutor;
  /** Told what the instance reports. */
  readonly onMessage: (message: Message) => void;
}

/** An instance that is being run. */
export interface Execution {
  /** Settles when it has ended; never rejects. */
  readonly outcome: Promise<Outcome>;
  /** Asks it to stop in order, with a checkpoint. */
  stop(): void;
  /** Ends it at once. */
  kill(): void;
}

/** Runs jobs somewhere: in a process of this machine, or through a batch system. */
export interface Executor {
  /**
   * Whether it decides itself what runs when and for how long, and what to do with what others run
   * already: then it is given all that is ready, at once. @default {false}
   */
  readonly schedules?: boolean;
  /** Starts a job that lies in the store. */
  start(job: Job, options: ExecutionOptions): Execution;
}
