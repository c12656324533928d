import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Outcome } from "../executor.ts";
import { parseDetails } from "./job_details.ts";
import { type EndedJob, outcomeOf } from "./outcome.ts";

function ended(state: string, exitCode = "0:0", more: Partial<EndedJob> = {}): Outcome {
  const details = { state, exitCode, nodes: "node7", reason: "None" };
  return outcomeOf({ id: "12_3", details, tail: ["last line"], ...more });
}

Deno.test("outcomeOf() tells each state apart, with exit code, node and the end of the log", () => {
  const message = (first: string, facts: string) => `${first}\njob 12_3: ${facts}\nlast line`;
  deepStrictEqual(ended("FAILED", "3:0"), {
    status: "failed",
    message: message("it failed", "FAILED, exit code 3, on node7"),
  });
  deepStrictEqual(ended("OUT_OF_MEMORY", "0:125"), {
    status: "failed",
    message: message(
      "it ran out of memory: ask for more with resources: { memory: MIB }",
      "OUT_OF_MEMORY, exit code 0, signal 125, on node7",
    ),
  });
  deepStrictEqual(ended("TIMEOUT", "0:0", { timeout: 90 }), {
    status: "failed",
    message: message("it took longer than its timeout of 90 s", "TIMEOUT, exit code 0, on node7"),
  });
});

Deno.test("outcomeOf() lets jobs run again that ended through no fault of their own", () => {
  for (const state of ["NODE_FAIL", "PREEMPTED", "CANCELLED", "BOOT_FAIL"]) {
    // The task was told to stop and wrote its checkpoint.
    strictEqual(ended(state, "130:0", { said: { status: "stopped" } }).status, "interrupted");
  }
  strictEqual(ended("TIMEOUT", "130:0", { said: { status: "stopped" } }).status, "failed");
});

Deno.test("outcomeOf() puts first what the task said of its failure, and says it once", () => {
  const said = { status: "failed", message: "the loss is not a number" } as const;
  deepStrictEqual(ended("FAILED", "1:0", { said, tail: ["epoch 3", said.message] }), {
    status: "failed",
    message: "the loss is not a number\njob 12_3: FAILED, exit code 1, on node7\nepoch 3",
  });
});

Deno.test("outcomeOf() lets a job run again that Slurm has forgotten, unless it told of a failure", () => {
  strictEqual(outcomeOf({ id: "1", tail: [] }).status, "interrupted");
  const said = { status: "failed", message: "no" } as const;
  deepStrictEqual(outcomeOf({ id: "1", said, tail: [] }), {
    status: "failed",
    message: "no\njob 1",
  });
});

Deno.test("parseDetails() reads what scontrol writes of a job", () => {
  const text = "JobId=5 ArrayJobId=2 JobName=a JobState=FAILED Reason=NonZeroExitCode Requeue=1 " +
    "ExitCode=3:0 ReqNodeList=(null) NodeList=node[1-2] BatchHost=node1 Command=/a b/job.sh\n";
  deepStrictEqual(parseDetails(text), {
    state: "FAILED",
    exitCode: "3:0",
    nodes: "node[1-2]",
    reason: "NonZeroExitCode",
  });
  strictEqual(parseDetails("slurm_load_jobs error: Invalid job id specified\n"), undefined);
});
