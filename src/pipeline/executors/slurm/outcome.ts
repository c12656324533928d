import type { Outcome } from "../executor.ts";
import type { JobDetails } from "./job_details.ts";

/** What is known of a job that has ended. */
export interface EndedJob {
  readonly id: string;
  /** Undefined if Slurm does not remember it. */
  readonly details?: JobDetails;
  /** What the task itself said at its end. */
  readonly said?: Outcome;
  /** The last lines of its output. */
  readonly tail: readonly string[];
  /** Seconds that it was given, if a limit was asked for. */
  readonly timeout?: number;
}

/** What each state says to a person. */
const MEANINGS: Readonly<Record<string, string>> = {
  BOOT_FAIL: "its node did not boot",
  CANCELLED: "it was cancelled",
  COMPLETED: "it ended without a result",
  DEADLINE: "its deadline passed",
  FAILED: "it failed",
  NODE_FAIL: "its node failed",
  OUT_OF_MEMORY: "it ran out of memory: ask for more with resources: { memory: MIB }",
  PREEMPTED: "it was preempted",
  REVOKED: "it was revoked",
  TIMEOUT: "it took longer than its time limit",
};

/** Ends that say nothing against the task: it runs again, from its checkpoint. */
const INNOCENT: ReadonlySet<string> = new Set([
  ...["BOOT_FAIL", "CANCELLED", "NODE_FAIL", "PREEMPTED", "REVOKED"],
]);

function meaningOf(state: string, timeout: number | undefined): string {
  if (state === "TIMEOUT" && timeout !== undefined) {
    return `it took longer than its timeout of ${timeout} s`;
  }
  return MEANINGS[state] ?? `it ended in the state ${state}`;
}

function describe({ id, details, tail, timeout, said }: EndedJob): string {
  const told = said?.status === "failed" ? said.message : undefined;
  if (details === undefined) {
    return [told ?? "Slurm does not know it any more", `job ${id}`, ...tail].join("\n");
  }
  const { state, exitCode, nodes, reason } = details;
  const [code, signal] = exitCode.split(":");
  const facts = [
    `job ${id}: ${state}`,
    ...code === undefined || code === "" ? [] : [`exit code ${code}`],
    ...signal === undefined || signal === "0" ? [] : [`signal ${signal}`],
    ...nodes === "" ? [] : [`on ${nodes}`],
    ...["", "None", "NonZeroExitCode"].includes(reason) ? [] : [`reason ${reason}`],
  ];
  const isOwn = told !== undefined && state === "FAILED";
  const lines = tail.filter((line) => line.trim() !== told);
  return [isOwn ? told : meaningOf(state, timeout), facts.join(", "), ...lines].join("\n");
}

/** How an instance ended whose job has ended without leaving a result. */
export function outcomeOf(job: EndedJob): Outcome {
  const { details, said } = job;
  if (said?.status === "damaged") return said;
  const message = describe(job);
  // Slurm forgets jobs after a while; one that had told of its failure has failed all the same.
  const isInnocent = details === undefined
    ? said?.status !== "failed"
    : INNOCENT.has(details.state) || details.state === "COMPLETED" && said === undefined;
  return { status: isInnocent ? "interrupted" : "failed", message };
}
