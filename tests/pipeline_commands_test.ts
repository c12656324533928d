import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join, relative } from "node:path";
import { Store } from "../src/pipeline/mod.ts";
import { listFiles, namesIn } from "../src/support/files.ts";
import { Project } from "./pipeline_fixture.ts";

Deno.test("The commands show, explain, compare and draw what a pipeline did", async () => {
  using project = new Project();
  await project.run("words");
  await project.run("words", { load: { set: ["times=4"] } });
  const [older] = [...Deno.readDirSync(join(project.root, "results", "words"))]
    .filter(({ isDirectory }) => isDirectory).map(({ name }) => name).sort();
  const answer = async (...args: string[]) => {
    const { code, stdout, stderr } = await project.command(...args);
    strictEqual(code, 0, stderr);
    return stdout;
  };
  match(
    await answer("list"),
    /^faulty +A task.*\n(.*\n)*twelve +Twelve.*\nwords +Counts words\.$/m,
  );
  match(await answer("list", "words"), new RegExp(`^${older} +done +7 instances`, "m"));
  match(await answer("show", "words"), /times +4\n[^]*words\[pear,seed=1\] +\d/);
  match(await answer("diff", `words/${older}`, "words"), /params\.times +3 +4 +\+1\n/);
  match(await answer("status"), /words +done +\d{4}-/);
  match(await answer("graph", "words"), /flowchart TD\n {2}t0\["words × 3/);
  match(await answer("graph", "words", "--svg"), /^<svg [^]*<\/svg>$/m);
  match(await answer("plan", "words"), /^all cached \(7\)$/m);
  match(
    await answer("why", "words", "counts[pear,seed=1]", "--set", "scale=2"),
    /params\.scale: 1 → 2/,
  );
  match(await answer("tasks"), /^text\/words +Writes a word several times\.$/m);
  const described = await answer("tasks", "text/words");
  match(described, /^ {2}times +integer +2 +How often\.$/m);
  match(described, /^Outputs\n {2}text +The words\.$/m);
  match(await answer("completion", "bash"), /complete -o default -F _proseco proseco/);
  match(await answer("plan", "--help"), /Examples:\n {2}deno task pipeline plan /);
  project.write("pipelines/z.yaml", "description: >-\n  Two\n  lines.\ntasks: {}\n");
  match(await answer("list"), /^z +Two lines\.$/m);
});

Deno.test("gc removes only what no kept run needs, and only when told to", async () => {
  using project = new Project();
  await project.run("words");
  await project.run("words", { load: { set: ["times=4"] } });
  const dry = await project.command("gc", "--last", "1", "--age", "0");
  match(dry.stdout, /Would remove: 7 manifests, \d+ objects/);
  strictEqual([...project.store.keys()].length, 14);
  match((await project.command("gc", "--last", "1", "--age", "0", "--yes")).stdout, /^Removed: 7/m);
  strictEqual([...project.store.keys()].length, 7);
  deepStrictEqual((await project.run("words", { load: { set: ["times=4"] } })).ran, []);
  strictEqual((await project.run("words")).counts.ran, 7);
});

Deno.test("gc, diff and verify answer in JSON where there is nothing to tell, or say what is wrong", async () => {
  using project = new Project();
  await project.run("words");
  const answer = async (...args: string[]) =>
    JSON.parse((await project.command(...args, "--json")).stdout);
  deepStrictEqual(await answer("gc"), { kept: 1, unfinished: 0, removed: false, garbage: [] });
  deepStrictEqual(await answer("diff", "words", "words"), []);
  const { code, stderr } = await project.command("verify", "--store", "nosuch");
  strictEqual(code, 2);
  match(stderr, /^There is no store ".*nosuch": name one by --store, or run a pipeline$/m);
  strictEqual(await Deno.stat(join(project.root, "nosuch")).catch(() => undefined), undefined);
});

Deno.test("commands that only look refuse a store that is not there, and make none", async () => {
  using project = new Project();
  const names = () => [...Deno.readDirSync(project.root)].map(({ name }) => name).sort();
  const before = names();
  const { code, stderr } = await project.command("status", "--store", "nosuch");
  match(stderr, /^There is no store "nosuch": name one by --store, or run a pipeline$/m);
  strictEqual(code, 2);
  match((await project.command("status")).stdout, /words +never run/);
  deepStrictEqual(names(), before);
});

Deno.test("diff says of two runs what failed in one of them", async () => {
  using project = new Project();
  const first = await project.run("search");
  const rates = [...first.manifests].filter(([name]) => name.startsWith("model-rung-1"))
    .map(([, { parts }]) => Number(parts.params.rate)).toSorted((a, b) => a - b);
  const [before] = [...Deno.readDirSync(join(project.root, "results/search"))]
    .flatMap(({ name }) => name.startsWith("2") ? [name] : []);
  await project.run("search", { load: { set: [`failsAbove=${rates[3]}`] } });
  const { stdout } = await project.command("diff", `search/${before}`, "search");
  match(stdout, /^model-rung-1\[trial=\d\], failure +- +"failed: [^"]+"/m);
});

Deno.test("params lists parameters with what profiles make of them, tasks reads a task by its path", async () => {
  using project = new Project();
  project.write(
    "pipelines/p.yaml",
    `params:
  steps: { default: 5, description: Updates. }
  names: [a, b]
profile: quick
profiles: { quick: {}, long: { steps: 50 } }
tasks: {}
`,
  );
  const answer = async (...args: string[]) => {
    const { code, stdout, stderr } = await project.command(...args);
    strictEqual(code, 0, stderr);
    return stdout;
  };
  const params = await answer("params", "p");
  match(params, /^steps +integer +5 +Updates\.\nnames +list +\["a","b"\]\n/);
  match(params, /^Profile quick, taken when none is named: changes nothing$/m);
  match(params, /^Profile long\n {2}steps +50$/m);
  deepStrictEqual(JSON.parse(await answer("params", "p", "--json")).profiles.long, { steps: 50 });
  match(
    await answer("tasks", "./tasks/text/words.ts"),
    /^\.\/tasks\/text\/words\.ts: Writes a word/,
  );
  const words = await answer("completion", "bash");
  match(words, / 'quick' /);
  match(words, / 'text\/words' /);
  match((await project.command("tasks", "./none.ts")).stderr, /^Cannot load task "\.\/none\.ts": /);
});

Deno.test("A run's record says when it began, by which command and of which commit", async () => {
  using project = new Project();
  const before = new Date().toISOString();
  await project.run("words", { command: ["words", "--jobs", "1"] });
  const { startedAt, finishedAt, command, commit } = JSON.parse(
    project.read("results/words/latest/run.json"),
  );
  ok(before <= startedAt && startedAt <= finishedAt);
  deepStrictEqual(command, ["words", "--jobs", "1"]);
  strictEqual(commit, undefined);
});

Deno.test("graph --svg leaves out what other arrows imply, and Mermaid has all", async () => {
  using project = new Project();
  project.write(
    "pipelines/implied.yaml",
    "extends: words.yaml\ntasks: { report: { needs: words } }\n",
  );
  const arrows = async (arrow: RegExp, ...args: string[]) =>
    (await project.command("graph", "implied", ...args)).stdout.match(arrow)?.length;
  strictEqual(await arrows(/-->/g), 3);
  strictEqual(await arrows(/marker-end/g, "--svg"), 2);
});

Deno.test("An exported run answers from its own store, with nothing left to run", async () => {
  using project = new Project();
  await project.run("words", { load: { set: ["report.title=Exported"] } });
  const target = join(project.root, "exported");
  const { code, stderr } = await project.command("export", "words", target);
  strictEqual(code, 0, stderr);
  match(Deno.readTextFileSync(join(target, "outputs", "report.txt")), /^Exported\n/);
  const root = join(target, "project");
  const load = { root, set: ["report.title=Exported"] };
  const store = Store.open(join(root, "results", ".store"));
  const run = await project.run("words", { load, store, results: root });
  strictEqual(run.counts.cached, 7);
});

Deno.test("An export names no folder of this machine, and its store is believed all the same", async () => {
  using project = new Project();
  const { folder } = await project.run("words");
  const { root } = project, target = join(root, "exported");
  const edit = (path: string, change: (record: Record<string, unknown>) => unknown) =>
    Deno.writeTextFileSync(path, JSON.stringify(change(JSON.parse(Deno.readTextFileSync(path)))));
  const path = join(root, "data", "mine.csv");
  edit(join(folder!, "run.json"), (record) => ({ ...record, command: ["words", "--data", path] }));
  for (const key of project.store.keys()) {
    const { found } = project.store.lookUp(key);
    project.store.writeManifest({ ...found!, facts: { source: { path } } });
  }
  project.write(join(relative(root, folder!), "logs", "report.log"), `read ${path}: 3 rows\n`);
  const { code, stderr } = await project.command("export", "words", target);
  strictEqual(code, 0, stderr);
  for (const name of listFiles(target).filter((name) => !name.endsWith("/"))) {
    strictEqual(Deno.readTextFileSync(join(target, name)).includes(root), false, name);
  }
  const log = Deno.readTextFileSync(join(target, "logs", "report.log"));
  strictEqual(log, "read mine.csv: 3 rows\n");
  const store = Store.open(join(target, "project", "results", ".store"));
  for (const key of store.keys()) {
    strictEqual(JSON.stringify(store.lookUp(key).found?.facts), '{"source":{"path":"mine.csv"}}');
  }
});

Deno.test("An export writes nothing outside its folder, whatever the run's record says", async () => {
  using project = new Project();
  const { folder } = await project.run("words");
  const path = join(folder!, "run.json");
  const record = JSON.parse(Deno.readTextFileSync(path));
  const target = join(project.root, "deep", "exported");
  const wrong: readonly [change: unknown, message: RegExp][] = [
    [
      { outputs: { "../../../climbed": { instance: "report", output: "text" } } },
      /Cannot read run/,
    ],
    [{ outputs: { "/climbed": { instance: "report", output: "text" } } }, /Cannot read run record/],
    [{ outputs: { text: { instance: "none", output: "text" } } }, /no output text of none/],
    [{ outputs: { text: { instance: "report", output: "none" } } }, /no output none of report/],
    [
      {
        instances: { ...record.instances, report: { ...record.instances.report, key: "../../x" } },
      },
      /field "instances.report.key": must be 64 hexadecimal digits/,
    ],
  ];
  for (const [change, message] of wrong) {
    Deno.writeTextFileSync(path, JSON.stringify({ ...record, ...change as object }));
    const { code, stderr } = await project.command("export", "words", target);
    strictEqual(code, 2, stderr);
    match(stderr, message);
    strictEqual(namesIn(project.root).includes("climbed"), false);
  }
});

Deno.test("extends, profiles, include, exclude, when and needs shape the instances", async () => {
  using project = new Project();
  project.write(
    "pipelines/more.yaml",
    `extends: words.yaml
params:
  times: 7
tasks:
  words:
    matrix:
      include: [{ word: fig, seed: 3 }]
    when: \${matrix.word} != apple || \${matrix.seed} > 1
  report: null
  after:
    uses: ./../tasks/text/words.ts
    needs: counts
    with: { word: "\${params.times} times" }
outputs: { report.txt: null }
`,
  );
  const { instances, publications } = await project.load("more");
  deepStrictEqual(instances.map(({ name }) => name), [
    "words[apple,seed=2]",
    "words[pear,seed=1]",
    "words[fig,seed=3]",
    "counts[apple,seed=2]",
    "counts[pear,seed=1]",
    "counts[fig,seed=3]",
    "after",
  ]);
  strictEqual(instances.at(-1)?.params.word, "7 times");
  strictEqual(instances.at(-1)?.after.length, 3);
  deepStrictEqual(publications.map(({ name }) => name), ["counts"]);
});

Deno.test("An axis may hold maps, whose members a task reads by name", async () => {
  using project = new Project();
  project.write(
    "pipelines/maps.yaml",
    `tasks:
  words:
    uses: text/words
    matrix: { sampler: [{ name: mdm, S: 1 }, { name: proseco, S: 2 }], gamma: [1, 2] }
    with: { word: "\${matrix.sampler.name}", times: "\${matrix.sampler.S}", seed: "\${matrix.gamma}" }
`,
  );
  const { instances } = await project.load("maps");
  deepStrictEqual(instances.map(({ name }) => name), [
    "words[mdm,gamma=1]",
    "words[mdm,gamma=2]",
    "words[proseco,gamma=1]",
    "words[proseco,gamma=2]",
  ]);
  deepStrictEqual(instances[3]!.params, { word: "proseco", times: 2, seed: 2 });
});

Deno.test("A file that no task writes is an input by its path, and its content counts", async () => {
  using project = new Project();
  project.write("pipelines/lines.txt", "one\ntwo\n");
  project.write(
    "pipelines/file.yaml",
    'tasks: { count: { uses: text/count, with: { text: ./lines.txt } } }\noutputs: { n: "${tasks.count}" }',
  );
  deepStrictEqual((await project.run("file")).ran, ["count"]);
  strictEqual(project.read("results/file/latest/n"), "2");
  project.write("pipelines/lines.txt", "one\ntwo\n");
  deepStrictEqual((await project.run("file")).ran, []);
  project.write("pipelines/lines.txt", "one\ntwo\nthree\n");
  await project.run("file");
  strictEqual(project.read("results/file/latest/n"), "3");
});

Deno.test("The schema for editors knows every task, its parameters and its inputs", async () => {
  using project = new Project();
  strictEqual((await project.command("schema")).code, 0);
  const schema = JSON.parse(project.read("pipelines/schema.json"));
  const { allOf } = schema.properties.tasks.additionalProperties;
  const words = allOf.find((one: { if: { properties: { uses: { const: string } } } }) =>
    one.if.properties.uses.const === "text/words"
  );
  const given = words.then.properties.with;
  const [, , name] = given.$ref.split("/");
  const { properties } = schema.definitions[name.replaceAll("~1", "/")];
  strictEqual(properties.times.description, "How often.");
  deepStrictEqual(schema.properties.defaults.properties["text/words"], given);
  ok(JSON.stringify(schema).includes('"text/count"'));
});

Deno.test("A task that cannot be loaded is named with its error, by tasks and by schema", async () => {
  using project = new Project();
  project.write("tasks/text/broken.ts", 'import "./none.ts";\nexport default {};\n');
  project.write("tasks/text/throws.ts", "export default undefined!.kind;\n");
  project.write("tasks/text/helper.ts", "export const help = 1;\n");
  const faults = [
    /^Cannot load task "text\/broken": .*none\.ts/m,
    /^Cannot load task "text\/throws": .*undefined/m,
    /^Cannot load task "text\/helper": its default export is no task/m,
  ];
  const listed = await project.command("tasks");
  strictEqual(listed.code, 1);
  match(listed.stdout, /^text\/words +Writes a word several times\.$/m);
  const schema = await project.command("schema");
  strictEqual(schema.code, 2);
  for (const fault of faults) {
    match(listed.stderr, fault);
    match(schema.stderr, fault);
  }
  const one = await project.command("tasks", "text/broken");
  strictEqual(one.code, 2);
  match(one.stderr, faults[0]!);
});

Deno.test("exec runs one instance alone, from what a run left in the store", async () => {
  using project = new Project();
  project.replace("pipelines/faulty.yaml", "retry: 1", "retry: 0");
  const options = { load: { set: ["fault=second"] }, until: ["faulty"] };
  strictEqual((await project.run("faulty", options)).status, "failed");
  const key = namesIn(join(project.store.path, "work"))[0]!;
  const { code, stdout } = await project.command("exec", "--store", project.store.path, key);
  strictEqual(code, 0);
  match(stdout, /\{"type":"done","cached":false\}/);
  strictEqual((await project.run("faulty", options)).counts.cached, 1);
  const missing = await project.command("exec", "--store", project.store.path, "0123");
  strictEqual(missing.code, 1);
  match(missing.stdout, /There is no job \\"0123\\"/);
});
