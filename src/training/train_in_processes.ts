import { dirname } from "node:path";
import { mpiLibrary } from "../parallel/mpi_library.ts";
import { runProcesses } from "../parallel/run_processes.ts";
import type { TrainingContext, TrainingOrder } from "./training_process.ts";

/**
 * Runs a training task in several processes, which `training_process.ts` is.
 *
 * @param task URL of its module.
 */
export async function trainInProcesses(
  task: string,
  count: number,
  { params, environment, inputs, outputs, scratch, cpus, signal, ...context }: TrainingContext,
): Promise<void> {
  const order: TrainingOrder = { task, params, environment, inputs, outputs, scratch, cpus };
  const written = [scratch, ...new Set(Object.values(outputs).map((path) => dirname(path)))];
  context.log(`${count} processes, by ${mpiLibrary().version}`);
  await runProcesses({
    ...{ purpose: "Cannot train", count, order, signal },
    module: new URL("./training_process.ts", import.meta.url),
    permissions: [
      ...["--allow-read", `--allow-write=${written.join(",")}`],
      ...["--allow-env", "--allow-ffi", "--deny-import"],
    ],
    onTold({ type, content }) {
      if (type === "progress" || type === "log" || type === "record") {
        context[type](content as never);
      }
    },
  });
}
