import type { ExecutorOptions } from "../executors/executor.ts";
import type { ExecutorModule } from "../executors/executor_module.ts";
import { layOptions } from "../executors/lay_options.ts";
import { DEFAULT_EXECUTOR, loadExecutor } from "../executors/executors.ts";
import type { Pipeline } from "../graph/load.ts";
import type { Arguments } from "./arguments.ts";
import { readUserSettings } from "./user_settings.ts";

/** Where a run's instances are to run. */
export interface ExecutorChoice {
  readonly executor: ExecutorModule;
  /** What it is told of every job: by the user's settings and the pipeline file. */
  readonly options: ExecutorOptions;
}

/** What the command line says comes first, then the pipeline file, then the user's settings. */
export async function chooseExecutor(
  args: Arguments,
  pipeline: Pick<Pipeline, "executor" | "executors">,
): Promise<ExecutorChoice> {
  const asked = args.text("executor");
  const settings = await readUserSettings();
  const name = asked ?? pipeline.executor ?? settings.executor ?? DEFAULT_EXECUTOR;
  return {
    executor: await loadExecutor(name),
    options: layOptions(settings.executors[name] ?? {}, pipeline.executors[name] ?? {}),
  };
}
