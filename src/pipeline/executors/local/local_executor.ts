import { UserError } from "../../../support/user_error.ts";
import { Store } from "../../store/store.ts";
import type { Job } from "../../worker/job.ts";
import type { Message } from "../../worker/protocol.ts";
import { startJob } from "../../worker/run_job.ts";
import type { Execution, ExecutionOptions, Executor, Outcome } from "../executor.ts";
import { LogFile } from "../log_file.ts";

/** The outcome that a message tells of, if it is the last of a job. */
function outcomeOf(message: Message): Outcome | undefined {
  switch (message.type) {
    case "done":
      return { status: "done", cached: message.cached };
    case "stopped":
      return { status: "stopped" };
    case "damaged":
      return { status: "damaged", damage: message.damage };
    case "failed":
      return { status: "failed", message: message.message };
  }
}

/** Runs each job's task in a process of its own on this machine. */
export class LocalExecutor implements Executor {
  start(job: Job, { store, logPath, onMessage }: ExecutionOptions): Execution {
    let outcome: Outcome = { status: "failed", message: "internal: it ended without a word" };
    const log = new LogFile(logPath);
    const follow = async () => {
      log.writeLine(`--- ${job.instance} ${job.key} ${new Date().toISOString()}`);
      await running.ended;
    };
    const running = startJob(Store.open(store), job.key, {
      output: (bytes) => log.write(bytes),
      report: (message) => {
        outcome = outcomeOf(message) ?? outcome;
        if (message.type === "log") log.writeLine(message.line);
        onMessage(message);
      },
    });
    return {
      outcome: follow().catch((error: Error) => {
        if (!(error instanceof UserError)) log.writeLine(String(error.stack));
      }).then(() => outcome).finally(() => log.close()),
      stop: () => running.stop(),
      kill: () => running.kill(),
    };
  }
}
