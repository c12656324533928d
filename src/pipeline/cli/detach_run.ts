import { UserError } from "../../support/user_error.ts";
import { EXIT } from "../../terminal/exit.ts";
import { print } from "../../terminal/output.ts";
import { loadExecutors } from "../executors/executors.ts";
import type { Store } from "../store/store.ts";
import type { ExecutorChoice } from "./choose_executor.ts";
import { nearPath } from "./display/event_line.ts";

/** What `run --detach` needs to know. */
export interface DetachRunOptions {
  /** Name of the pipeline. */
  readonly pipeline: string;
  readonly store: Store;
  readonly root: string;
}

/** `run --detach`: leaves the run to its executor. */
export async function detachRun(
  { executor, options }: ExecutorChoice,
  { pipeline, store, root }: DetachRunOptions,
): Promise<number> {
  if (executor.detach === undefined) {
    const able = (await loadExecutors()).filter(([, { detach }]) => detach !== undefined);
    const names = able.map(([name]) => `--executor ${name}`).join(" or ");
    throw new UserError(`--detach needs ${names}`);
  }
  const { id, output, isKnown } = await executor.detach({
    store,
    pipeline,
    command: Deno.args.filter((argument) => argument !== "--detach"),
    module: Deno.mainModule,
    options,
    root,
  });
  print(`${pipeline} ${isKnown ? "is already" : "goes on as"} job ${id} of ${executor.title}`);
  print(`  ${nearPath(output)}`);
  print(`  The same command without --detach follows it; cancel ${pipeline} ends it`);
  return EXIT.done;
}
