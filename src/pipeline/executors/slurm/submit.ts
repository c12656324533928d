import { execCommandLine } from "../../root.ts";
import type { Store } from "../../store/store.ts";
import { environmentNames } from "../../worker/task_permissions.ts";
import { readArrayLimit } from "./array_limit.ts";
import { sbatchArguments } from "./sbatch_arguments.ts";
import { runClient, SlurmError } from "./slurm_client.ts";
import { createSubmission, outputPattern, removeSubmission, scriptPath } from "./submission.ts";
import type { SlurmTask } from "./slurm_task.ts";

type AtLeastOne<Item> = readonly [Item, ...Item[]];

/** Cuts a list into pieces of at most `size`. */
function cut<Item>(items: readonly Item[], size: number): AtLeastOne<Item>[] {
  const pieces: AtLeastOne<Item>[] = [];
  for (let at = 0; at < items.length; at += size) {
    pieces.push(items.slice(at, at + size) as [Item, ...Item[]]);
  }
  return pieces;
}

/** Submits tasks that need the same: one as a job named after its key, several as an array. */
async function submitAlike(
  store: Store,
  tasks: AtLeastOne<SlurmTask>,
  throttle: number,
): Promise<void> {
  const [{ job, needs }] = tasks;
  const { pipeline, run, environment } = job;
  const keys = tasks.map(({ job }) => job.key);
  const command = [...execCommandLine(), "--store", store.path];
  const submission = createSubmission(store, { pipeline, run, keys }, command);
  const isArray = tasks.length > 1;
  const env = { NO_COLOR: "1", ...environment };
  const names = tasks.flatMap(({ job }) => environmentNames(job.permissions));
  const args = sbatchArguments(needs, {
    name: isArray ? pipeline : job.key,
    output: outputPattern(submission, isArray),
    count: tasks.length,
    throttle,
    environment: [...new Set([...names, ...Object.keys(env)])],
  });
  let said: string;
  try {
    said = await runClient("sbatch", [...args, scriptPath(submission)], { env });
  } catch (error) {
    // Where no answer came, Slurm may have taken it all the same: the next look will tell.
    if (!(error instanceof SlurmError) || error.isTransient) throw error;
    removeSubmission(submission);
    const message = `Slurm does not take the job: ${error.message}`;
    for (const task of tasks) task.settle({ status: "failed", message });
    return;
  }
  const [id = ""] = said.trim().split(";");
  for (const [index, task] of tasks.entries()) {
    task.place({ id: isArray ? `${id}_${index}` : id, submission, index }, "submitted");
  }
}

/**
 * Submits tasks, those that need the same together.
 *
 * @throws {SlurmError} If Slurm cannot take them now; some may have been submitted.
 */
export async function submitTasks(
  store: Store,
  tasks: readonly SlurmTask[],
  throttle: number,
): Promise<void> {
  const alike = Map.groupBy(
    tasks,
    ({ needs, job: { pipeline, run } }) => JSON.stringify([needs, pipeline, run]),
  );
  const hasSeveral = [...alike.values()].some(({ length }) => length > 1);
  const largest = hasSeveral ? Math.max(1, await readArrayLimit()) : 1;
  for (const group of alike.values()) {
    for (const piece of cut(group, largest)) await submitAlike(store, piece, throttle);
  }
}
