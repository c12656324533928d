import type { ExpandContext } from "./expand.ts";
import type { Instance } from "./instance.ts";
import type { ProblemList } from "../file/problem.ts";
import { wholeReference } from "./reference.ts";
import { suggest } from "../../support/suggest.ts";
import type { Entry } from "../file/yaml.ts";

/** An output to copy to the folder of a run. */
export interface Publication {
  /** Path within the run's folder; a folder with a part for each instance if there are several. */
  readonly name: string;
  /** Name of the output. */
  readonly output: string;
  /** The instances whose output is meant. */
  readonly instances: readonly Instance[];
}

/** What a run writes into its folder itself. */
const OWN = ["run.json", "digest", "logs", "index.html"];

/** Bytes of a name on most file systems, with room for what tells temporary ones apart. */
const LONGEST = 200;

/** What is wrong with where an output is to be published, if anything. */
function wrongName(name: string, outputs: ReadonlyMap<string, Entry>): string | undefined {
  const parts = name.split("/");
  const isUnsafe = (part: string) =>
    // deno-lint-ignore no-control-regex
    ["", ".", ".."].includes(part) || /[\\\x00-\x1f\x7f]/.test(part) ||
    new TextEncoder().encode(part).length > LONGEST;
  if (parts.some(isUnsafe)) return "";
  const [first = ""] = parts;
  if (OWN.includes(first.toLowerCase())) return `: a run writes its own ${first} there`;
  for (let i = 1; i < parts.length; i++) {
    const folder = parts.slice(0, i).join("/");
    if (outputs.has(folder)) return `: "${folder}" is published too`;
  }
}

/** Resolves the `outputs` of a pipeline file. */
export function resolvePublications(
  outputs: ReadonlyMap<string, Entry>,
  context: ExpandContext,
  problems: ProblemList,
): Publication[] {
  const publications: Publication[] = [];
  for (const [name, { key, value }] of outputs) {
    const wrong = wrongName(name, outputs);
    if (wrong !== undefined) {
      problems.add(
        `Cannot publish to "${name}"${wrong}`,
        key,
        "Write a path within the run's folder",
      );
      continue;
    }
    const reference = wholeReference(value, problems);
    if (reference?.root !== "tasks") {
      problems.add(`"${name}" must be a task's output`, value.place, "Write ${tasks.name.output}");
      continue;
    }
    const [task, given] = reference.path;
    const instances = context.instances.get(task);
    if (instances === undefined) {
      if (context.incomplete.has(task)) continue;
      const advice = suggest(task, context.instances.keys());
      problems.add(`Unknown task name "${task}"`, reference.place, advice);
      continue;
    }
    const known = Object.keys(context.modules.get(task)?.definition.outputs ?? {});
    const output = given ?? (known.length === 1 ? known[0]! : "");
    if (!known.includes(output) && known.length > 0) {
      const message = given === undefined ? "names no output" : `has no output "${given}"`;
      problems.add(`Task "${task}" ${message}`, reference.place, suggest(output, known));
      continue;
    }
    publications.push({ name, output, instances });
  }
  return publications;
}
