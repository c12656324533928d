import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { describeWaiting, isEnded, parseQueue } from "./queue.ts";

const DRAINED =
  "Nodes required for job are DOWN, DRAINED or reserved for jobs in higher priority partitions";

const QUEUE = `2_10|PENDING||${DRAINED}|/home/a b/store|x/slurm/1/job.sh
1|RUNNING|node[1-2]|None|/home/job.sh
7|FAILED||NonZeroExitCode|(null)

`;

Deno.test("parseQueue() reads arrays, several nodes, and paths with any characters", () => {
  deepStrictEqual(parseQueue(QUEUE), [
    {
      id: "2_10",
      index: 10,
      state: "PENDING",
      nodes: "",
      reason: DRAINED,
      script: "/home/a b/store|x/slurm/1/job.sh",
    },
    {
      id: "1",
      index: 0,
      state: "RUNNING",
      nodes: "node[1-2]",
      reason: "None",
      script: "/home/job.sh",
    },
    { id: "7", index: 0, state: "FAILED", nodes: "", reason: "NonZeroExitCode", script: "(null)" },
  ]);
});

Deno.test("isEnded() tells ends from states that a job leaves again", () => {
  for (const state of ["PENDING", "RUNNING", "COMPLETING", "REQUEUE_HOLD", "SUSPENDED"]) {
    strictEqual(isEnded(state), false, state);
  }
  for (const state of ["COMPLETED", "FAILED", "TIMEOUT", "OUT_OF_MEMORY", "NODE_FAIL"]) {
    strictEqual(isEnded(state), true, state);
  }
});

Deno.test("describeWaiting() tells unusual reasons, once for all jobs that share one", () => {
  const drained = parseQueue(QUEUE)[0]!;
  const told = describeWaiting([
    drained,
    { ...drained, id: "3" },
    { ...drained, id: "4", reason: "JobHeldUser" },
    { ...drained, id: "5", reason: "Priority" },
  ]);
  deepStrictEqual([...told.values()], [
    `Slurm: 2 jobs wait, such as 2_10: ${DRAINED}`,
    "Slurm: job 4 waits: JobHeldUser",
  ]);
});
