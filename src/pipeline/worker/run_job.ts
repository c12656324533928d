import type { Store } from "../store/store.ts";
import { executeJob, type ExecuteOptions, inputPaths } from "./execute_job.ts";
import type { Job } from "./job.ts";
import type { Message } from "./protocol.ts";
import { TaskProcess } from "./task_process.ts";

/** Options of {@linkcode startJob}. */
export interface StartJobOptions extends Pick<ExecuteOptions, "cpus" | "progressInterval"> {
  /** Told what happens. */
  readonly report: (message: Message) => void;
  /** Given what the task writes that is no message. */
  readonly output: (bytes: Uint8Array) => void;
}

/** A job whose task has a process of its own. */
export interface RunningJob {
  /** Settles when it has ended; rejects through a fault of this program or of the disk. */
  readonly ended: Promise<void>;
  /** Asks the task to stop in order, with a checkpoint. */
  stop(): void;
  /** Ends the task, and what it started, at once. */
  kill(): void;
}

function startProcess(store: Store, job: Job, options: StartJobOptions): TaskProcess {
  return new TaskProcess({
    permissions: job.permissions,
    root: job.root,
    modules: job.modules,
    inputs: inputPaths(store, job),
    folder: store.workFolder(job.key),
    environment: job.environment ?? {},
  }, options);
}

/** Runs a job that lies in the store, its task in a process with no more rights than it declares. */
export function startJob(store: Store, key: string, options: StartJobOptions): RunningJob {
  const stop = new AbortController();
  let process: TaskProcess | undefined;
  const ended = executeJob(store, key, {
    ...options,
    signal: stop.signal,
    host: (job) => process = startProcess(store, job, options),
  }).finally(() => process?.close());
  return {
    ended,
    stop() {
      stop.abort(new DOMException("The run was stopped", "AbortError"));
      process?.stop();
    },
    kill() {
      stop.abort(new DOMException("The run was stopped at once", "AbortError"));
      process?.kill();
    },
  };
}
