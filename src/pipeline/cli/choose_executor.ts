import type { RunEvent } from "../runs/events.ts";
import type { Executor } from "../executors/executor.ts";
import { type ExecutorName, EXECUTORS, isExecutor } from "../executors/executor_name.ts";
import type { Pipeline } from "../graph/load.ts";
import { LocalExecutor } from "../executors/local/local_executor.ts";
import { UserError } from "../../support/user_error.ts";
import { mergeSlurmOptions, type SlurmOptions } from "../executors/slurm/slurm_options.ts";
import type { Store } from "../store/store.ts";
import { suggest } from "../../support/suggest.ts";
import type { Arguments } from "./arguments.ts";
import { readUserSettings } from "./user_settings.ts";

/** Where a run's instances are to run. */
export interface ExecutorChoice {
  readonly name: ExecutorName;
  /** What to tell Slurm of every job: of the user's settings and the pipeline file. */
  readonly slurm: SlurmOptions;
}

/** What the command line says comes first, then the pipeline file, then the user's settings. */
export async function chooseExecutor(
  args: Arguments,
  pipeline: Pick<Pipeline, "executor" | "slurm">,
): Promise<ExecutorChoice> {
  const asked = args.text("executor");
  if (asked !== undefined && !isExecutor(asked)) {
    throw new UserError(`Unknown executor "${asked}". ${suggest(asked, EXECUTORS)}`);
  }
  const settings = await readUserSettings();
  return {
    name: asked ?? pipeline.executor ?? settings.executor ?? "local",
    slurm: mergeSlurmOptions(settings.slurm, pipeline.slurm),
  };
}

/** Options of {@linkcode makeExecutor}. */
export interface MakeExecutorOptions {
  readonly store: Store;
  /** Tasks at one time, if the user says. */
  readonly jobs?: number;
  readonly onEvent: (event: RunEvent) => void;
}

/** Makes the executor that was chosen; Slurm's is loaded only if it is. */
export async function makeExecutor(
  { name, slurm }: ExecutorChoice,
  { store, jobs, onEvent }: MakeExecutorOptions,
): Promise<Executor> {
  if (name === "local") return new LocalExecutor();
  const { SlurmExecutor } = await import("../executors/slurm/slurm_executor.ts");
  return new SlurmExecutor({
    store,
    defaults: slurm,
    throttle: jobs,
    onWarning: (message) => onEvent({ type: "warning", message }),
  });
}
