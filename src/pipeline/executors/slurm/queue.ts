import { runClient } from "./slurm_client.ts";

/** A job of this user, waiting, running or ended a short while ago. */
export interface QueuedJob {
  /** What `scancel` and `scontrol` know it by, such as `12` or `12_3`. */
  readonly id: string;
  /** Index in its array; 0 for a job of its own. */
  readonly index: number;
  /** Such as `PENDING`. */
  readonly state: string;
  /** Where it runs or ran. */
  readonly nodes: string;
  /** Why it waits or how it ended. */
  readonly reason: string;
  /** Path of the script that was submitted. */
  readonly script: string;
}

/**
 * Columns that all versions of Slurm have had for long; the layout of `--json` changes with every
 * other version, and not all clusters have it built in. The script comes last, as its path may hold
 * anything.
 */
const FORMAT = "%i|%T|%N|%r|%o";

const ENDED: ReadonlySet<string> = new Set([
  ...["BOOT_FAIL", "CANCELLED", "COMPLETED", "DEADLINE", "FAILED", "NODE_FAIL"],
  ...["OUT_OF_MEMORY", "PREEMPTED", "REVOKED", "TIMEOUT"],
]);

/** Whether a job in this state will not run any more. */
export function isEnded(state: string): boolean {
  return ENDED.has(state);
}

/** Reads what `squeue` writes in {@linkcode FORMAT}. */
export function parseQueue(text: string): QueuedJob[] {
  return text.split("\n").flatMap((line) => {
    const fields = /^([^|]+)\|([^|]*)\|([^|]*)\|([^|]*)\|(.*)$/.exec(line)?.slice(1);
    if (fields === undefined) return [];
    const [id, state, nodes, reason, script] = fields as [string, string, string, string, string];
    const index = Number(/_(\d+)$/.exec(id)?.[1] ?? 0);
    return [{ id, index, state, nodes, reason, script }];
  });
}

/** All jobs of this user, those that ended a short while ago included, in one question. */
export async function readQueue(): Promise<QueuedJob[]> {
  const args = ["--me", "--array", "--states=all", "--noheader", `--format=${FORMAT}`];
  return parseQueue(await runClient("squeue", args));
}

/** Why jobs wait on a cluster on which all is well. */
const ORDINARY: ReadonlySet<string> = new Set([
  ...["", "None", "Priority", "Resources", "JobArrayTaskLimit", "BeginTime", "Dependency"],
  ...["Cleaning", "Prolog", "Licenses", "Reservation"],
]);

/** Says why jobs wait, by reason, where a person may have to do something. */
export function describeWaiting(waiting: readonly QueuedJob[]): Map<string, string> {
  const unusual = waiting.filter(({ reason }) => !ORDINARY.has(reason));
  const byReason = Map.groupBy(unusual, ({ reason }) => reason);
  return new Map([...byReason].map(([reason, jobs]) => {
    const id = jobs[0]?.id;
    const who = jobs.length === 1 ? `job ${id} waits` : `${jobs.length} jobs wait, such as ${id}`;
    return [reason, `Slurm: ${who}: ${reason}`];
  }));
}
