import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import type { Instance, PipelineError } from "../src/pipeline/mod.ts";
import { sourceName, sourcesOf } from "../src/pipeline/graph/instance.ts";
import { Project } from "./pipeline_fixture.ts";

const MANY = Deno.readTextFileSync(new URL("./fixtures/pipelines/many.yaml", import.meta.url));

async function load(text: string, set: string[] = []) {
  using project = new Project();
  project.write("pipelines/many.yaml", text);
  return await project.load("many", { set });
}

const inputsOf = ({ inputs }: Instance) =>
  Object.values(inputs).flatMap((input) => sourcesOf(input).map(sourceName));

Deno.test("A task for several is one task for each word, with what stands under its name laid over", async () => {
  const { tasks, instances } = await load(MANY);
  deepStrictEqual([...tasks].sort(), [
    ...["long-counts", "long-words", "plain", "report", "short-counts", "short-words"],
  ]);
  const words = instances.filter(({ task }) => task.endsWith("-words"));
  deepStrictEqual(words.map(({ name, params }) => [name, params]), [
    ["long-words", { word: "long", times: 3, seed: 1 }],
    ["short-words[apple]", { word: "apple", times: 1, seed: 1 }],
    ["short-words[pear]", { word: "pear", times: 1, seed: 1 }],
  ]);
});

Deno.test("A task for several without words of its own is one for each task that foreach means", async () => {
  const { instances } = await load(MANY);
  const counts = instances.filter(({ task }) => task.endsWith("-counts"));
  deepStrictEqual(counts.map((instance) => [instance.name, ...inputsOf(instance)]), [
    ["long-counts", "long-words"],
    ["short-counts[apple]", "short-words[word=apple]"],
    ["short-counts[pear]", "short-words[word=pear]"],
  ]);
});

Deno.test("An input that gathers takes the output of every task of such a name that writes it", async () => {
  const { instances } = await load(MANY);
  const report = instances.find(({ name }) => name === "report")!;
  deepStrictEqual(inputsOf(report), [
    ...["long-counts", "short-counts[word=apple]", "short-counts[word=pear]"],
  ]);
});

Deno.test("outputs publishes what every task of such a name writes, under the word of each", async () => {
  const { publications } = await load(MANY);
  deepStrictEqual(publications.map(({ name, instances }) => [name, instances.length]), [
    ["report.txt", 1],
    ["long.json", 1],
    ["short.json", 2],
  ]);
});

Deno.test("Defaults reach the kinds that take them, a later form of kinds before an earlier", async () => {
  const { instances } = await load(MANY);
  const paramsOf = (wanted: string) => instances.find(({ name }) => name === wanted)!.params;
  deepStrictEqual(paramsOf("plain"), { times: 3, seed: 7 });
  deepStrictEqual(paramsOf("long-counts"), { scale: 2 });
  deepStrictEqual(paramsOf("report"), {});
});

Deno.test("A default may be an input", async () => {
  const { instances } = await load(`defaults: { text/count: { text: "\${tasks.a.text}" } }
tasks: { a: { uses: text/words }, b: { uses: text/count } }`);
  deepStrictEqual(inputsOf(instances[1]!), ["a"]);
});

Deno.test("--set reaches one of the tasks that are written as one", async () => {
  const { instances } = await load(MANY, ["long-words.times=9", "plain.seed=0"]);
  const byName = new Map(instances.map(({ name, params }) => [name, params]));
  strictEqual(byName.get("long-words")!.times, 9);
  strictEqual(byName.get("short-words[pear]")!.times, 1);
  deepStrictEqual(byName.get("plain"), { times: 3, seed: 0 });
});

Deno.test("A file that extends another lays over a task for several, and over one of them", async () => {
  using project = new Project();
  project.write(
    "pipelines/more.yaml",
    `extends: many.yaml
tasks:
  "*-words": { "*": [long, short, third] }
  long-words: { with: { seed: 5 } }
`,
  );
  const { instances, tasks } = await project.load("more");
  strictEqual(tasks.includes("third-counts"), true);
  const long = instances.find(({ name }) => name === "long-words")!;
  deepStrictEqual(long.params, { word: "long", times: 3, seed: 5 });
});

Deno.test("plan, why, graph and --only know the tasks by their names, and several by their form", async () => {
  using project = new Project();
  const graph = await project.command("graph", "many");
  match(graph.stdout, /"short-words × 2<br/);
  const why = await project.command("why", "many", "*-counts");
  strictEqual(why.stdout.match(/would run/g)?.length, 3, why.stdout + why.stderr);
  const planned = await project.command("plan", "many", "--until", "long-counts", "--json");
  deepStrictEqual(
    planned.stdout.trim().split("\n").map((line) => JSON.parse(line).instance),
    ["long-words", "long-counts"],
  );
});

interface Wrong {
  readonly what: string;
  readonly change: readonly [string, string];
  readonly at: string;
  readonly message: RegExp;
  readonly advice: RegExp;
}

const WRONG: readonly Wrong[] = [
  {
    what: "A default that no task takes",
    change: ["{ seed: 7 }", "{ sede: 7 }"],
    at: "4:17",
    message: /No task of the kind "text\/words" takes "sede"/,
    advice: /Did you mean "seed"\?/,
  },
  {
    what: "A default under the old name of a parameter",
    change: ["{ seed: 7 }", "{ repeat: 7 }"],
    at: "4:17",
    message: /No task of the kind "text\/words" takes "repeat"/,
    advice: /It is "times" now/,
  },
  {
    what: "Defaults of kinds that no task has",
    change: ["  text/words: {", "  txet/*: {"],
    at: "4:3",
    message: /No task here is of the kind "txet\/\*"/,
    advice: /Known: text\/words/,
  },
  {
    what: "A default of a wrong value",
    change: ["{ seed: 7 }", "{ seed: x }"],
    at: "4:23",
    message: /Parameter "seed" of "text\/words" is wrong/,
    advice: /x/,
  },
  {
    what: "A task for several without words",
    change: [`    "*": [long, short]\n`, ""],
    at: "6:3",
    message: /Task "\*-words" does not say what \* stands for/,
    advice: /Add "\*": \[WORD/,
  },
  {
    what: "A word that stands twice",
    change: ["[long, short]", "[long, short, long]"],
    at: "7:24",
    message: /"\*" stands for "long" twice/,
    advice: /long/,
  },
  {
    what: "A foreach over names that no task has",
    change: [`foreach: "*-words"`, `foreach: "*-wrods"`],
    at: "17:14",
    message: /No task has a name like "\*-wrods"/,
    advice: /Known: long-words/,
  },
  {
    what: "A misspelt key in a task for several",
    change: [
      `    uses: text/words\n    with: { word: "\${*}"`,
      `    usse: text/words\n    with: { word: "\${*}"`,
    ],
    at: "8:5",
    message: /Unknown key "usse" in task "(long|short)-words"/,
    advice: /Did you mean "uses"\?/,
  },
  {
    what: "A misspelt parameter in a task for several",
    change: [`"\${*}", seed: 1`, `"\${*}", sede: 1`],
    at: "9:27",
    message: /Task "text\/words" has no parameter "sede"/,
    advice: /Did you mean "seed"\?/,
  },
  {
    what: "An output that no task of such a name writes",
    change: ["{tasks.*.count}", "{tasks.*.cuont}"],
    at: "21:22",
    message: /No task has a name like "\*" and writes "cuont"/,
    advice: /Did you mean "count"\?/,
  },
  {
    what: "The word of a pattern in a task for one",
    change: [
      "  plain:\n    uses: text/words\n",
      `  plain:\n    uses: text/words\n    with: { word: "\${*}" }\n`,
    ],
    at: "15:20",
    message: /"\$\{\*\}" stands in a task whose name has no \*/,
    advice: /Name the task/,
  },
  {
    what: "A foreach over several in a task for one",
    change: [`  "*-counts":`, "  counts:"],
    at: "17:14",
    message: /Task "counts" is one, but foreach means several tasks/,
    advice: /Name the task such as "\*-counts"/,
  },
  {
    what: "Several tasks' outputs under one name",
    change: [`"*.json"`, "all.json"],
    at: "24:3",
    message: /"all\.json" cannot be what several tasks write/,
    advice: /Give it one \*/,
  },
  {
    what: "What is no task under the name of one of several",
    change: ["  plain:\n", "  long-words: 3\n  plain:\n"],
    at: "13:15",
    message: /Task "long-words" must be a map: got number 3/,
    advice: /long-words/,
  },
  {
    what: "An empty task for several",
    change: ["  plain:\n", `  "x-*":\n  plain:\n`],
    at: "13:3",
    message: /Task "x-\*" is empty/,
    advice: /uses: KIND/,
  },
  {
    what: "A task that two patterns make",
    change: ["  plain:\n", `  "long-*": { "*": [words], uses: text/words }\n  plain:\n`],
    at: "13:3",
    message: /"long-\*" makes the task "long-words" again/,
    advice: /\^/,
  },
  {
    what: "A name with two stars",
    change: [`  plain:`, `  "*-*":`],
    at: "13:3",
    message: /The name "\*-\*" has more than one \*/,
    advice: /\^/,
  },
];

for (const { what, change: [from, to], at, message, advice } of WRONG) {
  Deno.test(`${what} is told once, with its place`, async () => {
    strictEqual(MANY.split(from).length, 2, from);
    await rejects(load(MANY.replace(from, () => to)), (error: PipelineError) => {
      const first = error.problems.map(({ message }) => message).join("\n");
      match(first, message);
      match(error.message, new RegExp(`^pipelines/many\\.yaml:${at}: |many\\.yaml:${at}: `, "m"));
      match(error.message, advice);
      strictEqual(error.problems.length, 1, error.message);
      return true;
    });
  });
}

Deno.test("An input that gathers goes without the tasks whose when does not hold, but not without all", async () => {
  const when = '    when: "${params.on}"\n';
  const one = MANY.replace("params: {", "params: { on: false,")
    .replace("  short-words:\n", `  long-words:\n${when}  short-words:\n`);
  const { instances } = await load(one);
  const report = instances.find(({ name }) => name === "report")!;
  deepStrictEqual(inputsOf(report), ["short-counts[word=apple]", "short-counts[word=pear]"]);
  const none = one.replace("  short-words:\n", `  short-words:\n${when}`);
  await rejects(load(none), /No instance of "(long|short)-counts" agrees/);
});

Deno.test("An input that gathers does not go without a task whose instances all disagree", async () => {
  const other = MANY.replace(
    "    uses: text/report\n",
    "    uses: text/report\n    matrix: { word: [kiwi] }\n",
  );
  await rejects(load(other), /No instance of "short-counts" agrees/);
});

Deno.test("An input that takes one has of a list the first whose task runs, else the file", async () => {
  const text = (own: boolean) =>
    `params: { own: ${own} }
tasks:
  words: { uses: text/words, when: "\${params.own}" }
  counts: { uses: text/count, with: { text: ["\${tasks.words.text}", other.txt] } }
`;
  const sourcesIn = async (own: boolean) => {
    using project = new Project();
    project.write("pipelines/other.txt", "other");
    project.write("pipelines/one.yaml", text(own));
    const { instances } = await project.load("one");
    return inputsOf(instances.find(({ task }) => task === "counts")!);
  };
  deepStrictEqual(await sourcesIn(true), ["words"]);
  deepStrictEqual(await sourcesIn(false), ["other.txt"]);
});
