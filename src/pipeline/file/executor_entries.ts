import type { ProblemList } from "./problem.ts";
import { expectMap } from "./shape.ts";
import type { Entry, MapNode } from "./yaml.ts";

/**
 * What a map tells executors: `executors: { NAME: { … } }`, or `NAME: { … }` for short.
 *
 * @param aliases Names that count as short.
 */
export function executorEntries(
  { entries }: MapNode,
  aliases: readonly string[],
  problems: ProblemList,
): ReadonlyMap<string, Entry> {
  const named = expectMap(entries.get("executors")?.value, "executors", problems)?.entries;
  const found = new Map(named);
  for (const name of aliases) {
    const short = entries.get(name);
    if (short !== undefined && found.has(name)) {
      problems.add(`"${name}" stands in executors as well`, short.key, "Say it in one place");
    } else if (short !== undefined) found.set(name, short);
  }
  return found;
}
