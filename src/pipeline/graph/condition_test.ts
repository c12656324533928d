import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { conditionHolds } from "./condition.ts";
import { ProblemList } from "../file/problem.ts";
import type { Scope } from "./reference.ts";
import { parseYaml } from "../file/parse_yaml.ts";
import type { ScalarNode } from "../file/yaml.ts";

const SCOPE: Scope = {
  params: new Map(Object.entries({ steps: 200, source: "auto", wrong: undefined })),
  matrix: { sampler: { name: "proseco", S: 2 }, gamma: 1 },
};

function evaluate(text: string): { holds: boolean; messages: string[] } {
  const problems = new ProblemList();
  const source = { name: "p.yaml", path: "/p.yaml", text: JSON.stringify(text) };
  const holds = conditionHolds(parseYaml(source, problems) as ScalarNode, SCOPE, problems);
  return { holds, messages: problems.list().map(({ message }) => message) };
}

const CASES: readonly [text: string, holds: boolean][] = [
  ["${matrix.sampler.name} == proseco", true],
  ["${matrix.sampler.name} == 'mdm'", false],
  ['${matrix.sampler.name} != "mdm"', true],
  ["${params.steps} > 100 && ${matrix.gamma} >= 1", true],
  ["${params.steps} < 200", false],
  ["${params.steps} <= 200", true],
  ["!(${matrix.gamma} == 1)", false],
  // && binds more tightly than ||.
  ["true || false && false", true],
  ["(true || false) && false", false],
  ["${matrix.gamma} == '1'", false],
  ["${matrix.gamma}", true],
  ["0 || null", false],
];

for (const [text, holds] of CASES) {
  Deno.test(`The condition ${text} ${holds ? "holds" : "does not hold"}`, () => {
    deepStrictEqual(evaluate(text), { holds, messages: [] });
  });
}

const WRONG: readonly [text: string, message: RegExp][] = [
  ["${params.steps} >", /it ends too early/],
  ["(true", /a "\)" is missing/],
  ["true false", /"false" is left over/],
  ["== 3", /"==" stands where a value should/],
  ["${params.source} < 3", /"<" compares numbers: got \["auto",3\]/],
  ["${params.step} > 3", /Unknown parameter "step"/],
];

for (const [text, message] of WRONG) {
  Deno.test(`The condition ${text} is told as wrong`, () => {
    const { messages } = evaluate(text);
    strictEqual(messages.length, 1);
    match(messages[0]!, message);
  });
}

Deno.test("A condition on a parameter that is wrong holds, so that no more errors follow", () => {
  deepStrictEqual(evaluate("${params.wrong} == 3"), { holds: true, messages: [] });
});
