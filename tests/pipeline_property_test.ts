import { deepStrictEqual, notStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { stringify } from "yaml";
import { canonicalJson } from "../src/support/json.ts";
import { type Manifest, plan } from "../src/pipeline/mod.ts";
import { keyOf } from "../src/pipeline/store/manifest.ts";
import { readModuleSource } from "../src/pipeline/keys/module_source.ts";
import { Keys } from "../src/pipeline/keys/keys.ts";
import { Project } from "./pipeline_fixture.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** The same value with the members of every map in another order. */
function reordered(value: Json, order: readonly number[]): Json {
  if (Array.isArray(value)) return value.map((item) => reordered(item, order));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, member], i) => ({
    rank: order[i % order.length] ?? 0,
    entry: [name, reordered(member, order)] as const,
  }));
  return Object.fromEntries(members.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry));
}

const orders = fc.array(fc.integer(), { minLength: 4, maxLength: 8 });

Deno.test("canonicalJson() does not depend on the order of members, and reads back the same", () => {
  fc.assert(fc.property(fc.jsonValue({ noUnicodeString: false }), orders, (value, order) => {
    const plain = JSON.parse(JSON.stringify(value)) as Json;
    const text = canonicalJson(plain);
    strictEqual(canonicalJson(reordered(plain, order)), text);
    deepStrictEqual(canonicalJson(JSON.parse(text)), text);
  }));
});

/** Settings of the `words` pipeline, and a form of the file that writes them in some order. */
interface Written {
  readonly words: readonly string[];
  readonly seeds: readonly number[];
  readonly times: number;
  readonly scale: number;
}

function fileOf({ words, seeds, times, scale }: Written): Json {
  return {
    params: { times, scale, unused: 1 },
    tasks: {
      words: {
        uses: "text/words",
        matrix: { word: [...words], seed: [...seeds] },
        with: { word: "${matrix.word}", seed: "${matrix.seed}", times: "${params.times}" },
      },
      counts: {
        uses: "text/count",
        foreach: "words",
        with: { text: "${tasks.words.text}", scale: "${params.scale}" },
      },
      report: { uses: "text/report", with: { counts: "${tasks.counts.count}" } },
    },
  };
}

const written = fc.record({
  words: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 3 }),
  seeds: fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 3 }),
  times: fc.integer({ min: 1, max: 9 }),
  scale: fc.integer({ min: 1, max: 9 }),
});

/** Keys of all instances by ordered name, as if each wrote a hash of its own key. */
async function keysOf(project: Project, file: Json): Promise<Map<string, string>> {
  project.write("pipelines/made.yaml", stringify(file));
  const pipeline = await project.load("made");
  const keys = await Keys.prepare(project.root, project.store, pipeline.instances);
  const manifests = new Map<unknown, Manifest>();
  const found = new Map<string, string>();
  for (const instance of pipeline.instances) {
    const { key } = keys.of(instance, (needed) => manifests.get(needed)!);
    const names = Object.keys(instance.module.definition.outputs);
    const outputs = Object.fromEntries(
      names.map((name) => [name, { kind: "file", hash: canonicalJson([key, name]), bytes: 1 }]),
    );
    manifests.set(instance, { outputs } as unknown as Manifest);
    found.set(instance.orderedName, key);
  }
  return found;
}

Deno.test("No order of YAML keys or of matrix values changes a key", async () => {
  using project = new Project();
  await fc.assert(
    fc.asyncProperty(written, orders, async (values, order) => {
      const keys = await keysOf(project, fileOf(values));
      const turned = {
        ...values,
        words: values.words.toReversed(),
        seeds: values.seeds.toReversed(),
      };
      const again = await keysOf(project, reordered(fileOf(turned), order));
      deepStrictEqual(again, keys);
    }),
    { numRuns: 30 },
  );
});

Deno.test("Any change of a parameter that a task reads changes its key and those after it", async () => {
  using project = new Project();
  await fc.assert(
    fc.asyncProperty(written, fc.constantFrom("times", "scale"), async (values, name) => {
      const keys = await keysOf(project, fileOf(values));
      const changed = await keysOf(project, fileOf({ ...values, [name]: values[name] + 1 }));
      for (const [instance, key] of keys) {
        const isRead = name === "times" || !instance.startsWith("words");
        if (isRead) notStrictEqual(changed.get(instance), key, instance);
        else strictEqual(changed.get(instance), key, instance);
      }
    }),
    { numRuns: 30 },
  );
});

Deno.test("Every part of a key counts", () => {
  const parts = {
    contract: 1,
    kind: "text/words",
    params: { word: "a" },
    inputs: { text: { hash: "1" } },
    code: "2",
    packages: ["zod@4.6.7"],
    environment: { engine: "onnx" },
  };
  const key = keyOf(parts);
  const changes = [
    { kind: "text/word" },
    { params: { word: "b" } },
    { inputs: { text: { hash: "2" } } },
    { inputs: { other: { hash: "1" } } },
    { code: "3" },
    { packages: ["zod@4.6.8"] },
    { environment: { engine: "eager" } },
  ];
  const keys = changes.map((change) => keyOf({ ...parts, ...change as Partial<typeof parts> }));
  strictEqual(new Set([key, ...keys]).size, changes.length + 1);
});

Deno.test("A module's hash does not depend on comments, spaces, quotes, types and commas", () => {
  const text = `export function f(a, b) { return [a, b, "x", \`\${a} b\`, /"'/g]; }`;
  const { hash } = readModuleSource(text, "f.ts");
  const pieces = ["export", "function", "f", "(", "a", ",", "b", ")", "{", "return"];
  const blanks = fc.constantFrom(" ", "\n", "\t", " /* note */ ", " // note\n");
  fc.assert(
    fc.property(
      fc.array(blanks, { minLength: pieces.length, maxLength: pieces.length }),
      (gaps) => {
        // After `return` a line break would end the statement.
        const spaced = pieces.map((piece, i) => piece + (piece === "return" ? " " : gaps[i])).join(
          "",
        );
        const form = `${spaced}[a, b, 'x', \`\${a} b\`, /"'/g,]; }`;
        strictEqual(readModuleSource(form, "f.ts").hash, hash, form);
      },
    ),
  );
  const typed = text.replace("(a, b)", "(a: number, b: string): unknown[]");
  strictEqual(readModuleSource(typed, "f.ts").hash, hash);
});

Deno.test("A module's hash depends on every token", () => {
  const text = `export const f = (a) => [a, , 1, "x y", \`x \${a}\`, /a b/g];`;
  const { hash } = readModuleSource(text, "f.ts");
  const changes = [
    ["[a, ,", "[a,"],
    ["1,", "2,"],
    ["x y", "x  y"],
    ["x $", "x  $"],
    ["/a b/", "/a  b/"],
    ["/g", "/i"],
    ["(a) =>", "async (a) =>"],
    ["const", "let"],
  ];
  const hashes = changes.map(([from, to]) =>
    readModuleSource(text.replace(from!, to!), "f.ts").hash
  );
  strictEqual(new Set([hash, ...hashes]).size, changes.length + 1);
});

Deno.test("A module's links are its imports, dynamic ones, workers and files beside it", () => {
  const { links } = readModuleSource(
    `import { a } from "./a.ts";
     import type { B } from "./b.ts";
     import { C } from "./c.ts"; const c: C = a;
     export * from "./d.ts";
     const e = () => import("./e.ts");
     new Worker(new URL("./f.ts", import.meta.url));
     import.meta.resolve("./g.json");
     export { c, e };`,
    "f.ts",
  );
  deepStrictEqual(links.map(({ specifier }) => specifier), [
    "./a.ts",
    "./d.ts",
    "./e.ts",
    "./f.ts",
    "./g.json",
  ]);
});

Deno.test("plan() says what would run and what in its key differs", async () => {
  using project = new Project();
  await project.run("words");
  const { store } = project;
  const planned = await plan(await project.load("words", { set: ["scale=2"] }), { store });
  const byName = new Map(planned.map((one) => [one.instance.name, one]));
  strictEqual(byName.get("words[pear,seed=1]")?.action, "cached");
  strictEqual(byName.get("counts[pear,seed=1]")?.action, "run");
  deepStrictEqual(byName.get("counts[pear,seed=1]")?.differences, [
    { part: "params.scale", before: 1, after: 2 },
  ]);
  strictEqual(byName.get("report")?.action, "after");
  project.replace("words.ts", "repeat(times)", "repeat(times * 1)");
  const [first] = await plan(await project.load("words"), { store });
  deepStrictEqual(first!.differences?.map(({ part }) => part), ["code of words.ts"]);
});
