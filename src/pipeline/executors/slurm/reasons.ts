import type { QueuedJob } from "./queue.ts";

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
    const [{ id }] = jobs;
    const who = jobs.length === 1 ? `job ${id} waits` : `${jobs.length} jobs wait, such as ${id}`;
    return [reason, `Slurm: ${who}: ${reason}`];
  }));
}
