import { deepStrictEqual, notStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type ModuleGraph, ModuleHasher } from "./module_graph.ts";

class Modules implements Disposable {
  readonly root = Deno.makeTempDirSync({ prefix: "modules-" });

  constructor(files: Record<string, string>) {
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name: string, text: string): void {
    Deno.mkdirSync(dirname(join(this.root, name)), { recursive: true });
    Deno.writeTextFileSync(join(this.root, name), text);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.root, { recursive: true });
  }

  graph(entry = "task.ts"): Promise<ModuleGraph> {
    const hasher = new ModuleHasher(this.root, join(this.root, "cache.json"));
    return hasher.graph(pathToFileURL(join(this.root, entry)).href).finally(() => hasher.save());
  }
}

const FILES = {
  "task.ts": `import { a } from "./a.ts"; export default () => import("lib/b.ts").then(a);`,
  "a.ts": `export const a = () => new URL("./table.txt", import.meta.url);`,
  "lib/b.ts": `import type { C } from "../c.ts"; import "./self.ts"; export const b: C = 1;`,
  "lib/self.ts": `import "./b.ts";`,
  "c.ts": "export type C = number;",
  "table.txt": "1 2 3",
  "other.ts": "export const other = 1;",
  "deno.json": `{ "imports": { "lib/": "./lib/" } }`,
};

Deno.test("A graph has what a module reaches, through the import map, in circles and as data", async () => {
  using modules = new Modules(FILES);
  const { files } = await modules.graph();
  deepStrictEqual(Object.keys(files).sort(), [
    "a.ts",
    "lib/b.ts",
    "lib/self.ts",
    "table.txt",
    "task.ts",
  ]);
});

for (const name of ["task.ts", "lib/self.ts"] as const) {
  Deno.test(`A graph's hash depends on the code of ${name}, not on its comments`, async () => {
    using modules = new Modules(FILES);
    const { hash } = await modules.graph();
    modules.write(name, `// Note.\n${FILES[name]}`);
    strictEqual((await modules.graph()).hash, hash);
    modules.write(name, `${FILES[name]} const more = 1;`);
    notStrictEqual((await modules.graph()).hash, hash);
  });
}

Deno.test("A graph's hash depends on every byte of its data, and not on what it does not reach", async () => {
  using modules = new Modules(FILES);
  const { hash } = await modules.graph();
  modules.write("other.ts", "export const other = 2;");
  modules.write("c.ts", "export type C = string;");
  strictEqual((await modules.graph()).hash, hash);
  modules.write("table.txt", "1 2 3 ");
  notStrictEqual((await modules.graph()).hash, hash);
});

Deno.test("A module that is imported and missing is told", async () => {
  using modules = new Modules({ "task.ts": `import "./none.ts";` });
  await rejects(modules.graph(), /^UserError: Cannot read .*none\.ts, which a task imports/);
});

Deno.test("What the engine imports is no part of a task, unless the task imports it as well", async () => {
  const url = (name: string) => JSON.stringify(new URL(`../../${name}`, import.meta.url).href);
  const engine = `import ${url("pipeline/file/shape.ts")};`;
  using modules = new Modules({
    "task.ts": engine,
    "own.ts": `${engine} import ${url("support/suggest.ts")};`,
  });
  deepStrictEqual(Object.keys((await modules.graph("task.ts")).files), ["task.ts"]);
  const own = Object.keys((await modules.graph("own.ts")).files);
  deepStrictEqual(own.map((path) => basename(path)).sort(), ["own.ts", "suggest.ts"]);
});
