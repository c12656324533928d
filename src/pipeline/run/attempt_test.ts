import { deepStrictEqual } from "node:assert/strict";
import type { Executor, Outcome } from "../executors/executor.ts";
import type { Job } from "../worker/job.ts";
import { startAttempt } from "./attempt.ts";

/** An executor whose task heeds no signal: only its end by force ends it. */
function deafExecutor(orders: string[]): Executor {
  return {
    start(_job, { onMessage }) {
      const { promise, resolve } = Promise.withResolvers<Outcome>();
      onMessage({ type: "started" });
      return {
        outcome: promise,
        stop: () => void orders.push("stop"),
        kill: () => {
          orders.push("kill");
          resolve({ status: "failed", message: "its process was killed by SIGKILL" });
        },
      };
    },
  };
}

const JOB = { instance: "a" } as Job;
const OPTIONS = {
  ...{ store: "", logPath: "", resources: {}, executors: {}, onEvent: () => {} },
};

Deno.test("A timeout ends a task that heeds no signal", async () => {
  const orders: string[] = [];
  const executor = deafExecutor(orders);
  const { outcome } = startAttempt(JOB, { ...OPTIONS, executor, timeout: 0.001, grace: 1 });
  deepStrictEqual(await outcome, {
    status: "failed",
    message: "it took longer than its timeout of 0.001 s",
  });
  deepStrictEqual(orders, ["stop", "kill"]);
});
