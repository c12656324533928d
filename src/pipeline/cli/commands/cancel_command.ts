import { print } from "../../../terminal/output.ts";
import { EXIT } from "../../../terminal/exit.ts";
import { UserError } from "../../../support/user_error.ts";
import { loadExecutors } from "../../executors/executors.ts";
import { findPipeline } from "../../graph/load.ts";
import type { Arguments } from "../arguments.ts";
import { storeToRead } from "../store_to_read.ts";

/** The `cancel` command: ends the jobs that runs of a pipeline have submitted. */
export async function cancelCommand(args: Arguments, root: string): Promise<number> {
  const [name] = args.positionals;
  const [pipeline, run] = name?.split("/") ?? [];
  if (pipeline === undefined) {
    throw new UserError("Name a pipeline, or one of its runs: cancel PIPELINE[/RUN]");
  }
  findPipeline(pipeline, root);
  const store = storeToRead(args, root);
  let count = 0;
  for (const [, executor] of await loadExecutors()) {
    count += await executor.cancel?.(store, { pipeline, run }) ?? 0;
  }
  if (args.flag("json")) print(JSON.stringify({ cancelled: count }));
  else if (count === 0) print(`No job of ${name} is waiting or running`);
  else print(`Cancelled ${count} ${count === 1 ? "job" : "jobs"} of ${name}`);
  return EXIT.done;
}
