import type { Store } from "../../../store/store.ts";
import { environmentNames } from "../../../worker/task_permissions.ts";
import { type AtLeastOne, groupAlike, jobCommand } from "./grouping.ts";
import { readArrayLimit } from "./array_limit.ts";
import { sbatchArguments } from "./sbatch_arguments.ts";
import { runClient, SlurmError } from "../slurm_client.ts";
import { createSubmission, outputPattern, removeSubmission, scriptPath } from "./submission.ts";
import type { SlurmTask } from "../slurm_task.ts";

/** Submits tasks that need the same: one as a job named after its key, several as an array. */
async function submitAlike(
  store: Store,
  tasks: AtLeastOne<SlurmTask>,
  throttle: number,
): Promise<void> {
  const [{ job, needs }] = tasks;
  const { pipeline, run, environment } = job;
  const keys = tasks.map(({ job }) => job.key);
  const command = jobCommand(store);
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
  const idOf = ({ needs, job: { pipeline, run } }: SlurmTask) =>
    JSON.stringify([needs, pipeline, run]);
  for (const group of await groupAlike(tasks, idOf, readArrayLimit)) {
    await submitAlike(store, group, throttle);
  }
}
