import { runClient, SlurmError } from "./slurm_client.ts";

/** What Slurm knows of a job that has ended, as long as it remembers it. */
export interface JobDetails {
  readonly state: string;
  /** Such as `1:0`: the exit code and the signal. */
  readonly exitCode: string;
  readonly nodes: string;
  readonly reason: string;
}

/** Reads a job as `scontrol show job --oneliner` writes it. */
export function parseDetails(text: string): JobDetails | undefined {
  const field = (name: string) => new RegExp(`(?:^| )${name}=(\\S*)`, "m").exec(text)?.[1];
  const state = field("JobState");
  if (state === undefined) return undefined;
  const shown = (value: string | undefined) =>
    value === undefined || value === "(null)" ? "" : value;
  return {
    state,
    exitCode: shown(field("ExitCode")),
    nodes: shown(field("NodeList")),
    reason: shown(field("Reason")),
  };
}

/** Asks Slurm about a job; `undefined` if it does not know it any more. */
export async function readDetails(id: string): Promise<JobDetails | undefined> {
  try {
    return parseDetails(await runClient("scontrol", ["show", "job", "--oneliner", id]));
  } catch (error) {
    if (error instanceof SlurmError) return undefined;
    throw error;
  }
}
