import { callAfter } from "../../support/call_after.ts";
import type { RunEvent } from "../runs/events.ts";
import type { Execution, Executor, Outcome } from "../executors/executor.ts";
import type { Job } from "../worker/job.ts";
import type { Message } from "../worker/protocol.ts";
import type { OptionsByExecutor } from "../executors/executor.ts";
import type { Resources } from "../task.ts";

/** How long a task may take over its checkpoint once it is told to stop, in milliseconds. */
const GRACE = 30_000;

/** Options of {@linkcode startAttempt}. */
export interface AttemptOptions {
  readonly executor: Executor;
  /** Folder of the store in which the job lies. */
  readonly store: string;
  /** File to write the task's output to. */
  readonly logPath: string;
  /** Seconds after which it is stopped, counted from when its task starts. */
  readonly timeout?: number;
  readonly resources: Resources;
  readonly executors: OptionsByExecutor;
  readonly onEvent: (event: RunEvent) => void;
  /** Milliseconds from the order to stop to the end of a task that does not heed it. @default {30_000} */
  readonly grace?: number;
}

/** The event that a message of an instance gives rise to, if one does. */
function eventOf(instance: string, message: Message): RunEvent | undefined {
  switch (message.type) {
    case "waiting":
    case "takeover":
      return { type: message.type, instance, holder: message.holder };
    case "queued":
      return { type: "queued", instance, reason: message.reason };
    case "running":
      return { type: "running", instance, host: message.host };
    case "progress":
      return { type: "progress", instance, progress: message.progress };
    case "log":
      return { type: "log", instance, line: message.line };
  }
}

/** Runs a job once: hands on what it tells, and ends it when its time is over. */
export function startAttempt(job: Job, options: AttemptOptions): Execution {
  const { executor, store, logPath, timeout, resources, executors, onEvent, grace = GRACE } =
    options;
  let isLate = false;
  let end = () => {};
  const execution = executor.start(job, {
    store,
    logPath,
    timeout,
    resources,
    executors,
    onMessage: (message) => {
      const event = eventOf(job.instance, message);
      if (event !== undefined) onEvent(event);
      if (message.type !== "started" || timeout === undefined || executor.schedules) return;
      end();
      end = callAfter(timeout * 1000, () => {
        isLate = true;
        execution.stop();
        end = callAfter(grace, () => execution.kill());
      });
    },
  });
  const outcome = execution.outcome.then((outcome): Outcome => {
    end();
    if (!isLate || outcome.status === "done") return outcome;
    return { status: "failed", message: `it took longer than its timeout of ${timeout} s` };
  });
  return { outcome, stop: () => execution.stop(), kill: () => execution.kill() };
}
