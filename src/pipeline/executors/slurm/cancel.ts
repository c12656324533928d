import type { Store } from "../../store/store.ts";
import type { CancelSelection } from "../executor_module.ts";
import { runClient } from "./slurm_client.ts";
import { isEnded, type QueuedJob, readQueue } from "./queue.ts";
import { markCancelled, type Submission, Submissions } from "./submissions/submission.ts";

/** A run that submits may do so between the question and the order: so often it is asked again. */
const ROUNDS = 5;

/** Jobs in the queue that a selection means, by submission. */
function selectJobs(
  queue: readonly QueuedJob[],
  submissions: Submissions,
  { pipeline, run }: CancelSelection,
): Map<Submission, QueuedJob[]> {
  const selected = new Map<Submission, QueuedJob[]>();
  for (const job of queue) {
    const submission = isEnded(job.state) ? undefined : submissions.ofScript(job.script);
    if (submission?.pipeline !== pipeline) continue;
    if (run !== undefined && submission.run !== run) continue;
    const jobs = selected.get(submission);
    if (jobs === undefined) selected.set(submission, [job]);
    else jobs.push(job);
  }
  return selected;
}

/**
 * Cancels jobs that runs of a pipeline have submitted for a store, and no others. A run that follows
 * them takes note and does not submit them again.
 *
 * @returns How many were waiting or running.
 */
export async function cancelJobs(store: Store, selection: CancelSelection): Promise<number> {
  const submissions = new Submissions(store);
  // Where nothing was ever submitted there need not be a queue to ask.
  if (submissions.all().length === 0) return 0;
  const cancelled = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const selected = selectJobs(await readQueue(), submissions, selection);
    const fresh: string[] = [];
    // A run that was itself submitted goes first, so that it submits nothing more.
    const order = [...selected].sort(([a], [b]) => a.keys.length - b.keys.length);
    for (const [submission, jobs] of order) {
      markCancelled(submission);
      fresh.push(...jobs.map(({ id }) => id).filter((id) => !cancelled.has(id)));
    }
    if (fresh.length === 0) break;
    // An array goes by its own id: a thousand of them would not fit a command line.
    const ids = new Set(fresh.map((id) => id.replace(/_.*/, "")));
    await runClient("scancel", [...ids]);
    for (const id of fresh) cancelled.add(id);
  }
  return cancelled.size;
}
