import { checkParsed } from "../file/check_params.ts";
import { importTask } from "../file/task_registry.ts";
import type { JsonValue, Progress, TaskDefinition } from "../task.ts";
import type { Message } from "./protocol.ts";
import type { TaskOrder } from "./task_order.ts";

/** Options of {@linkcode runTask}. */
export interface RunTaskOptions {
  /** Told of progress and of what is logged. */
  readonly report: (message: Message) => void;
  /** Aborted to stop the task in order. */
  readonly signal: AbortSignal;
}

function thinned(
  report: (message: Message) => void,
  interval: number,
): (progress: Progress) => void {
  let last = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (now - last < interval && progress.done < progress.total) return;
    last = now;
    report({ type: "progress", progress });
  };
}

/**
 * Does the work of a task in this process.
 *
 * @returns What the task recorded.
 */
export async function runTask(
  order: TaskOrder,
  { report, signal }: RunTaskOptions,
): Promise<Record<string, JsonValue>> {
  const definition = await importTask(order.module);
  const facts: Record<string, JsonValue> = {};
  await definition.run(
    {
      params: checkParsed(definition, order.params),
      environment: order.environment,
      inputs: order.inputs,
      outputs: order.outputs,
      earlier: order.earlier,
      scratch: order.scratch,
      cpus: order.cpus,
      signal,
      progress: thinned(report, order.progressInterval),
      log: (line) => report({ type: "log", line }),
      record: (more) => void Object.assign(facts, more),
    } as Parameters<TaskDefinition["run"]>[0],
  );
  return facts;
}
