import type { ProblemList } from "../file/problem.ts";
import { expectText } from "../file/shape.ts";
import { suggest } from "../../support/suggest.ts";
import type { Node } from "../file/yaml.ts";

/** Where instances can run: in processes of this machine, or as jobs of a Slurm cluster. */
export const EXECUTORS: readonly ExecutorName[] = ["local", "slurm"];

/** Name of an executor. */
export type ExecutorName = "local" | "slurm";

/** Whether a text names an executor. */
export function isExecutor(name: string): name is ExecutorName {
  return (EXECUTORS as readonly string[]).includes(name);
}

/** Reads `executor: NAME` of a pipeline file or of the user's settings. */
export function parseExecutor(
  node: Node | undefined,
  problems: ProblemList,
): ExecutorName | undefined {
  const name = expectText(node, "executor", problems);
  if (name === undefined || isExecutor(name)) return name;
  problems.add(`Unknown executor "${name}"`, node?.place, suggest(name, EXECUTORS));
}
