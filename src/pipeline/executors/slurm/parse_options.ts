import type { ProblemList } from "../../file/problem.ts";
import { asList, checkKeys, expectMap, expectText } from "../../file/shape.ts";
import type { Node } from "../../file/yaml.ts";
import { extraProblem, SLURM_TEXTS, type SlurmOptions } from "./slurm_options.ts";

/** Reads `slurm: { … }` of a pipeline file, of a task or of the user's settings. */
export function parseSlurmOptions(
  node: Node | undefined,
  problems: ProblemList,
): SlurmOptions | undefined {
  const map = expectMap(node, "slurm", problems);
  if (map === undefined) return undefined;
  checkKeys(map, "slurm", [...SLURM_TEXTS, "extra"], problems);
  const options: Record<string, string | string[]> = {};
  for (const name of SLURM_TEXTS) {
    const text = expectText(map.entries.get(name)?.value, name, problems);
    if (text !== undefined) options[name] = text;
  }
  const extra: string[] = [];
  for (const item of asList(map.entries.get("extra")?.value)) {
    const argument = expectText(item, "extra", problems);
    if (argument === undefined) continue;
    const problem = extraProblem(argument);
    if (problem === undefined) extra.push(argument);
    else problems.add(problem, item.place);
  }
  return { ...options, ...extra.length > 0 && { extra } };
}
