import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { ProblemList } from "../file/problem.ts";
import { referencesIn, resolveNode, type Scope, wholeReference } from "./reference.ts";
import { parseYaml } from "../file/parse_yaml.ts";

const SCOPE: Scope = {
  params: new Map(Object.entries({ n: 3, list: [1, { a: "x" }], name: "mdm" })),
  matrix: { gamma: 0.5 },
};

function resolve(text: string, scope = SCOPE) {
  const problems = new ProblemList();
  const node = parseYaml({ name: "p.yaml", path: "/p.yaml", text }, problems);
  const value = resolveNode(node, scope, problems);
  return { value, node, problems };
}

Deno.test("A value that is one reference takes its type", () => {
  strictEqual(resolve("${params.n}").value, 3);
  deepStrictEqual(resolve("${params.list}").value, [1, { a: "x" }]);
  strictEqual(resolve("${params.list.1.a}").value, "x");
});

Deno.test("References within text are written into it, and $${ stands for itself", () => {
  strictEqual(resolve("'${params.name} at ${matrix.gamma}'").value, "mdm at 0.5");
  strictEqual(resolve("'$${params.n} is ${params.n}'").value, "${params.n} is 3");
  strictEqual(resolve("costs 3$").value, "costs 3$");
});

Deno.test("References are filled in within lists and maps", () => {
  deepStrictEqual(resolve("{ a: ['${params.n}', 2], b: { c: '${matrix.gamma}' } }").value, {
    a: [3, 2],
    b: { c: 0.5 },
  });
});

const WRONG: readonly [text: string, message: RegExp, advice: RegExp][] = [
  ["${params.nam}", /^Unknown parameter "nam"$/, /Did you mean "name"\?/],
  ["${matrix.gama}", /^Unknown matrix axis "gama"$/, /"gamma"/],
  ["${parms.n}", /^Unknown reference "\$\{parms\.n\}"$/, /"params"/],
  ["${params}", /^Cannot read the reference/, /Write \$\{params\.name\}/],
  ["${params.list.1.b}", /^"params\.list\.1" has no "b"$/, /Known: a/],
  ["${tasks.t.out}", /^The output of task "t" cannot stand here$/, /alone/],
];

for (const [text, message, advice] of WRONG) {
  Deno.test(`The reference ${text} is told as wrong, with its place`, () => {
    const { value, problems } = resolve(`a: ${text}`);
    strictEqual(value, undefined);
    const [problem, ...others] = problems.list();
    strictEqual(others.length, 0);
    match(problem!.message, message);
    match(problem!.advice!, advice);
    strictEqual(problem!.place!.start, 3);
  });
}

Deno.test("The axes of a matrix are unknown to a task without one", () => {
  const { problems } = resolve("${matrix.gamma}", { params: new Map() });
  match(problems.list()[0]!.message, /stands in a task without a matrix/);
});

Deno.test("The references of a node are found however deep, with the place of each", () => {
  const { node, problems } = resolve("{ a: ['${tasks.x.out}'], b: 'see ${params.n} ${params.n}' }");
  const found = [...referencesIn(node, problems)];
  deepStrictEqual(found.map(({ path }) => path.join(".")), ["x.out", "n", "n"]);
  strictEqual(found[2]!.place.start > found[1]!.place.end, true);
  strictEqual(wholeReference(node, problems), undefined);
});
