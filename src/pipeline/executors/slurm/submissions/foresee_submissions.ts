import { UserError } from "../../../../support/user_error.ts";
import type { ForeseenJob, ForeseenSubmissions, ForeseeOptions } from "../../executor_module.ts";
import { layOptions } from "../../lay_options.ts";
import { DEFAULT_LIMIT, readArrayLimit } from "./array_limit.ts";
import { DEFAULT_THROTTLE, groupAlike, jobCommand } from "./grouping.ts";
import { arrayArguments, needsArguments } from "./sbatch_arguments.ts";
import type { SlurmOptions } from "../slurm_options.ts";
import { scriptOf } from "./submission.ts";

/** Asks the cluster, where there is one. */
async function arrayLimit(): Promise<number> {
  try {
    return await readArrayLimit();
  } catch (error) {
    if (error instanceof UserError) return DEFAULT_LIMIT;
    throw error;
  }
}

/**
 * Says what jobs and arrays a run would submit. What becomes ready only later is put together as if it
 * became so at one moment; then fewer may share an array.
 */
export async function foreseeSubmissions(
  jobs: readonly ForeseenJob[],
  { store, pipeline, options = {}, jobs: throttle = DEFAULT_THROTTLE }: ForeseeOptions,
): Promise<ForeseenSubmissions> {
  const needsOf = ({ resources, timeout, executors }: ForeseenJob) =>
    needsArguments({
      resources,
      timeout,
      slurm: layOptions<SlurmOptions>(options, executors.slurm ?? {}),
    });
  const ordered = jobs.toSorted((a, b) => a.wave - b.wave);
  const idOf = (job: ForeseenJob) => JSON.stringify([job.wave, needsOf(job)]);
  const groups = await groupAlike(ordered, idOf, arrayLimit);
  return {
    submissions: groups.map((group) => ({
      wave: group[0].wave,
      command: [
        "sbatch",
        `--job-name=${group.length > 1 ? pipeline : "KEY"}`,
        ...needsOf(group[0]),
        ...arrayArguments(group.length, throttle),
      ],
      instances: group.map(({ instance }) => instance),
    })),
    script: scriptOf("KEYS", jobCommand(store)),
  };
}
