import { suggest } from "../../support/suggest.ts";
import { checkOptions } from "../file/check_options.ts";
import type { ProblemList } from "../file/problem.ts";
import { expectMap, expectText } from "../file/shape.ts";
import type { Entry, Node } from "../file/yaml.ts";
import type { ExecutorOptions, OptionsByExecutor } from "./executor.ts";
import { EXECUTORS, isExecutor, loadExecutor } from "./executors.ts";

/** Reads `executor: NAME` of a pipeline file or of the user's settings. */
export function parseExecutor(
  node: Node | undefined,
  problems: ProblemList,
): string | undefined {
  const name = expectText(node, "executor", problems);
  if (name === undefined || isExecutor(name)) return name;
  problems.add(`Unknown executor "${name}"`, node?.place, suggest(name, EXECUTORS));
}

/** Reads `executors: { NAME: { … } }`: what is told to each is checked by what it says of itself. */
export async function parseExecutorOptions(
  entries: ReadonlyMap<string, Entry>,
  problems: ProblemList,
): Promise<OptionsByExecutor> {
  const options: Record<string, ExecutorOptions> = {};
  for (const [name, { key, value }] of entries) {
    if (!isExecutor(name)) {
      problems.add(`Unknown executor "${name}"`, key, suggest(name, EXECUTORS));
      continue;
    }
    const map = expectMap(value, name, problems);
    if (map === undefined) continue;
    const { options: schema } = await loadExecutor(name);
    const checked = checkOptions(schema, map, name, problems);
    if (checked !== undefined) options[name] = checked as ExecutorOptions;
  }
  return options;
}
