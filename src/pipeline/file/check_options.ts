import type { z } from "zod";
import { suggest } from "../../support/suggest.ts";
import { issuePlace, keyPlace, knownKeys, saidOf } from "./check_params.ts";
import type { ProblemList } from "./problem.ts";
import { type MapNode, nodeValue } from "./yaml.ts";

/**
 * Checks a map against the schema of whoever it is meant for; what is wrong is told where it was
 * written.
 *
 * @param what What the map says something to, for messages.
 */
export function checkOptions<Schema extends z.ZodObject>(
  schema: Schema,
  node: MapNode,
  what: string,
  problems: ProblemList,
): z.output<Schema> | undefined {
  const value = nodeValue(node);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const place = issuePlace(issue.path, node.entries) ?? node.place;
    if (issue.code === "unrecognized_keys") {
      const within = [what, ...issue.path.map(String)].join(".");
      for (const key of issue.keys) {
        const at = keyPlace(issue.path, key, node.entries) ?? place;
        problems.add(
          `Unknown key "${key}" in ${within}`,
          at,
          suggest(key, knownKeys(schema, issue.path)),
        );
      }
    } else if (issue.code === "custom") problems.add(issue.message, place);
    else {
      const label = issue.path.map(String).join(".");
      problems.add(`"${label}" of ${what} is wrong: ${saidOf(issue, value)}`, place);
    }
  }
}
