import { findPipeline, type Pipeline } from "../../graph/load.ts";
import { UserError } from "../../../support/user_error.ts";
import { cancelJobs } from "../../executors/slurm/cancel.ts";
import { SlurmError } from "../../executors/slurm/slurm_client.ts";
import { submitRun } from "../../executors/slurm/detach.ts";
import type { SlurmOptions } from "../../executors/slurm/slurm_options.ts";
import { Store } from "../../store/store.ts";
import { nearPath } from "../display/event_line.ts";
import { EXIT } from "../../../terminal/exit.ts";
import { type Arguments, storePath } from "../arguments.ts";
import { print } from "../../../terminal/output.ts";

/** What Slurm refuses is told as it says it. */
async function asking<Answer>(what: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof SlurmError)) throw error;
    throw new UserError(`Cannot ${what}: ${error.message}`);
  }
}

/** The `cancel` command: ends the jobs that runs of a pipeline have submitted to Slurm. */
export async function cancelCommand(args: Arguments, root: string): Promise<number> {
  const [name] = args.positionals;
  if (name === undefined) {
    throw new UserError("Name a pipeline, or one of its runs: cancel PIPELINE[/RUN]");
  }
  const [pipeline, run] = name.split("/");
  findPipeline(pipeline, root);
  const store = Store.open(storePath(args, root));
  const count = await asking("cancel", () => cancelJobs(store, { pipeline, run }));
  if (args.flag("json")) print(JSON.stringify({ cancelled: count }));
  else if (count === 0) print(`No job of ${name} is waiting or running`);
  else print(`Cancelled ${count} ${count === 1 ? "job" : "jobs"} of ${name}`);
  return EXIT.done;
}

/** What `run --detach` needs to know. */
export interface DetachOptions {
  readonly pipeline: Pipeline;
  readonly store: Store;
  readonly slurm: SlurmOptions;
  readonly root: string;
}

/** `run --detach`: leaves the run to Slurm. */
export async function detachRun({ pipeline, store, slurm, root }: DetachOptions): Promise<number> {
  const { id, output, isKnown } = await asking("submit the run", () =>
    submitRun({
      store,
      pipeline: pipeline.name,
      command: Deno.args.filter((argument) => argument !== "--detach"),
      module: Deno.mainModule,
      slurm,
      root,
    }));
  print(`${pipeline.name} ${isKnown ? "is already" : "goes on as"} job ${id} of Slurm`);
  print(`  ${nearPath(output)}`);
  print(`  The same command without --detach follows it; cancel ${pipeline.name} ends it`);
  return EXIT.done;
}
