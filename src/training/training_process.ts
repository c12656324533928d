/**
 * One of several processes that train a network: runs the task as one process would, with the others
 * at hand.
 *
 * @module
 */
import { joinProcesses } from "../parallel/join_processes.ts";
import type { TaskContext, TaskDefinition } from "../pipeline/task.ts";

/** A training's context, whatever its parameters. */
export type TrainingContext = TaskContext<
  Readonly<Record<string, unknown>>,
  Readonly<Record<string, { description: string; optional: true }>>,
  Readonly<Record<string, string>>
>;

/** What each process is told: what of a task's context is no function, and which task it is. */
export interface TrainingOrder extends
  Pick<
    TrainingContext,
    "params" | "environment" | "inputs" | "outputs" | "scratch" | "cpus"
  > {
  /** URL of the task's module. */
  readonly task: string;
}

await joinProcesses<TrainingOrder>(async ({ task, cpus, ...order }, context) => {
  const { communicator, signal, tell } = context, isFirst = communicator.rank === 0;
  const { default: definition } = await import(task) as { default: TaskDefinition };
  const telling = (type: string) => (content: unknown) => isFirst && tell(type, content);
  const cores = Math.min(cpus, navigator.hardwareConcurrency);
  await definition.run(
    {
      ...{ ...order, signal, communicator },
      cpus: Math.max(1, Math.floor(cores / communicator.neighbours)),
      ...{ progress: telling("progress"), log: telling("log"), record: telling("record") },
    } as Parameters<TaskDefinition["run"]>[0],
  );
});
