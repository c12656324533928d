import type { Resources } from "../../../task.ts";
import type { SlurmOptions } from "../slurm_options.ts";

/** What a job needs of a cluster. */
export interface JobNeeds {
  /** Cores, memory and accelerators. */
  readonly resources: Resources;
  /** Seconds after which Slurm is to end it. @default {the partition's limit} */
  readonly timeout?: number;
  /** What else to tell Slurm. */
  readonly slurm?: SlurmOptions;
}

/** The arguments of `sbatch` that ask for what a job needs; equal for jobs that may share an array. */
export function needsArguments({ resources, timeout, slurm = {} }: JobNeeds): string[] {
  const { cpus = 1, memory = 0, gpus = 0 } = resources;
  const isWhole = cpus === "all";
  const args = [
    ...isWhole ? ["--exclusive"] : [`--cpus-per-task=${Math.max(1, Math.ceil(cpus))}`],
    // Of a node taken whole, Slurm would grant the partition's default per core only.
    ...memory > 0 ? [`--mem=${Math.ceil(memory)}M`] : isWhole ? ["--mem=0"] : [],
    ...gpus > 0 ? [`--gres=gpu:${gpus}`] : [],
    // Slurm counts limits in minutes.
    ...timeout === undefined ? [] : [`--time=${Math.max(1, Math.ceil(timeout / 60))}`],
  ];
  const { partition, account, qos, constraint, extra = [] } = slurm;
  for (const [name, value] of Object.entries({ partition, account, qos, constraint })) {
    if (value !== undefined) args.push(`--${name}=${value}`);
  }
  return [...args, ...extra];
}

/** The argument that makes an array of jobs; none for a single one. */
export function arrayArguments(count: number, throttle: number): string[] {
  return count > 1 ? [`--array=0-${count - 1}%${throttle}`] : [];
}

/** What a submission is, beside what its jobs need. */
export interface SubmissionArguments {
  /** Name that `squeue` shows. */
  readonly name: string;
  /** Pattern of the path of its output, with `%a` for the index in an array. */
  readonly output: string;
  /** How many jobs it has. */
  readonly count: number;
  /** How many of an array may run at one time. */
  readonly throttle: number;
  /** Names of the environment variables that its jobs see. @default {all of this process} */
  readonly environment?: readonly string[];
}

/** The whole arguments of `sbatch`, without the script. */
export function sbatchArguments(
  needs: readonly string[],
  { name, output, count, throttle, environment }: SubmissionArguments,
): string[] {
  return [
    "--parsable",
    `--job-name=${name}`,
    `--output=${output}`,
    // After a failed node Slurm starts the job again: it goes on from its checkpoint.
    "--requeue",
    "--open-mode=append",
    ...environment === undefined ? [] : [`--export=${environment.join(",")}`],
    ...needs,
    ...arrayArguments(count, throttle),
  ];
}
