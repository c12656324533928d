import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { type Coordinates, expandMatrix } from "./matrix.ts";
import { ProblemList } from "../file/problem.ts";
import { parseYaml } from "../file/parse_yaml.ts";
import type { MapNode } from "../file/yaml.ts";

function expand(text: string): { all: Coordinates[]; problems: string } {
  const problems = new ProblemList();
  const node = parseYaml({ name: "p.yaml", path: "/p.yaml", text }, problems) as MapNode;
  const params = new Map([["seeds", [1, 2]]]);
  const all = expandMatrix(node, { params }, problems);
  return { all, problems: problems.list().map(({ message }) => message).join("\n") };
}

Deno.test("A matrix has an instance for every combination, in the order of the file", () => {
  deepStrictEqual(expand("{ seed: '${params.seeds}', T: [8, 16] }").all, [
    { seed: 1, T: 8 },
    { seed: 1, T: 16 },
    { seed: 2, T: 8 },
    { seed: 2, T: 16 },
  ]);
});

Deno.test("No matrix is one instance without coordinates", () => {
  deepStrictEqual(expandMatrix(undefined, { params: new Map() }, new ProblemList()), [{}]);
});

Deno.test("exclude leaves out by value, by the name of a map and by a part of one", () => {
  const axes = "s: [{ name: a, S: 1 }, { name: b, S: 2 }], T: [1, 2]";
  deepStrictEqual(expand(`{ ${axes}, exclude: [{ s: a }, { T: 1 }] }`).all, [
    { s: { name: "b", S: 2 }, T: 2 },
  ]);
  strictEqual(expand(`{ ${axes}, exclude: [{ s: { S: 2 } }] }`).all.length, 2);
});

Deno.test("include adds instances, and may stand alone", () => {
  deepStrictEqual(expand("{ T: [1], include: [{ T: 9, extra: x }] }").all, [
    { T: 1 },
    { T: 9, extra: "x" },
  ]);
  deepStrictEqual(expand("{ include: [{ T: 9 }] }").all, [{ T: 9 }]);
});

const WRONG: readonly [text: string, message: RegExp][] = [
  ["{ T: 3 }", /^Axis "T" must be a list: got number 3$/],
  ["{ T: [] }", /^Axis "T" has no values$/],
  ["{ T: [1, 1] }", /^The matrix has \{"T":1\} twice$/],
  ["{ T: [1], exclude: [{ T: 2 }] }", /^exclude \{"T":2\} leaves nothing out$/],
  ["{ T: '${params.none}', exclude: [{ T: 2 }] }", /^Unknown parameter "none"$/],
  ["{ T: [1], include: 3 }", /^include must be a list of maps: got number 3$/],
];

for (const [text, message] of WRONG) {
  Deno.test(`The matrix ${text} is told as wrong, once`, () =>
    match(expand(text).problems, message));
}

Deno.test("A matrix that nobody means to run is refused before it fills the memory", () => {
  const axis = JSON.stringify(Array.from({ length: 1000 }, (_, i) => i));
  match(expand(`{ a: ${axis}, b: ${axis}, c: ${axis} }`).problems, /more than 100000 combinations/);
});
