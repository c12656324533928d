import { deepStrictEqual, match } from "node:assert/strict";
import { executorEntries } from "./executor_entries.ts";
import { ProblemList } from "./problem.ts";
import { parseYaml } from "./parse_yaml.ts";
import { type MapNode, nodeValue } from "./yaml.ts";

function read(text: string) {
  const problems = new ProblemList();
  const map = parseYaml({ name: "a.yaml", path: "/a.yaml", text }, problems) as MapNode;
  const entries = executorEntries(map, ["near", "far"], problems);
  const values = [...entries].map(([name, { value }]) => [name, nodeValue(value)]);
  return { told: Object.fromEntries(values), problems: problems.list() };
}

Deno.test("What is told to executors stands in executors, or under their names for short", () => {
  const { told, problems } = read("{ uses: a, executors: { near: { n: 1 } }, far: { n: 2 } }");
  deepStrictEqual(told, { near: { n: 1 }, far: { n: 2 } });
  deepStrictEqual(problems, []);
});

Deno.test("What is told to one executor in both ways is refused", () => {
  const { problems } = read("{ executors: { far: { n: 1 } }, far: { n: 2 } }");
  match(problems[0]!.message, /^"far" stands in executors as well$/);
});
