import { UserError } from "../../../support/user_error.ts";
import type { ExecutorModule } from "../executor_module.ts";
import { cancelJobs } from "./cancel.ts";
import { submitRun } from "./detach.ts";
import { foreseeSubmissions } from "./submissions/foresee_submissions.ts";
import { SlurmError } from "./slurm_client.ts";
import { SlurmExecutor } from "./slurm_executor.ts";
import { SLURM_OPTIONS } from "./slurm_options.ts";
import { Submissions } from "./submissions/submission.ts";

/** What Slurm refuses is told as it says it. */
async function asking<Answer>(what: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    if (!(cause instanceof SlurmError)) throw cause;
    throw new UserError(`Cannot ${what}: ${cause.message}`, { cause });
  }
}

/** Jobs of a Slurm cluster. */
const slurm: ExecutorModule = {
  title: "Slurm",
  options: SLURM_OPTIONS,
  create: ({ store, options, jobs, onWarning }) =>
    new SlurmExecutor({ store, defaults: options, throttle: jobs, onWarning }),
  leavesRunning: true,
  wantedKeys: (store) => new Submissions(store).all().flatMap(({ keys }) => keys),
  cancel: (store, selection) => asking("cancel", () => cancelJobs(store, selection)),
  foresee: (jobs, options) =>
    asking("foresee what is submitted", () => foreseeSubmissions(jobs, options)),
  detach: (options) => asking("submit the run", () => submitRun(options)),
};

export default slurm;
