import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { type PipelineError, UserError } from "../src/pipeline/mod.ts";
import { Project } from "./pipeline_fixture.ts";

const GOOD = `params:
  times: { type: integer, default: 3 }
  flag: false
tasks:
  words:
    uses: text/words
    with: { times: "\${params.times}" }
  counts:
    uses: text/count
    with: { text: "\${tasks.words.text}" }
outputs: { a: "\${tasks.counts.count}" }
`;

function changed(from: string, to: string): string {
  strictEqual(GOOD.split(from).length, 2, from);
  return GOOD.replace(from, () => to);
}

const USES = "    uses: text/words\n";
const TIMES = `"\${params.times}" }`;
const numbers = (length: number) => `[${Array.from({ length }, (_, i) => i)}]`;

/** What is wrong, in which text, where, and what is told of it. */
const WRONG: readonly (readonly [what: string, text: string, at: string, message: RegExp])[] = [
  [
    "an alias of nothing",
    changed(TIMES, "*nope }"),
    "7:20",
    /Nothing before here is called "&nope"/,
  ],
  [
    "a name that begins with * without quotes",
    changed("  words:\n", "  *-words:\n"),
    "5:10",
    /stands in quotes: "\*-samples"/,
  ],
  ["an anchor that holds itself", "tasks: &a { b: *a }\n", "1:16", /Nothing before here .* "&a"/],
  [
    "<< of what is no map",
    changed(`{ times: ${TIMES}`, "{ <<: [1] }"),
    "7:18",
    /<< takes in maps: got number 1/,
  ],
  [
    "the condition no",
    changed(USES, `${USES}    when: no\n`),
    "7:11",
    /"no" is neither true nor false/,
  ],
  [
    "the condition 'False'",
    changed(USES, `${USES}    when: 'False'\n`),
    "7:11",
    /"False" is neither true nor false/,
  ],
  [
    "a text as a condition",
    changed(USES, `${USES}    when: off && \${params.flag}\n`),
    "7:11",
    /"off" is neither true nor false/,
  ],
  [
    "an empty condition",
    changed(USES, `${USES}    when:\n`),
    "7:10",
    /when must be a condition: got nothing/,
  ],
  [
    "a condition in too many brackets",
    changed(USES, `${USES}    when: "${"(".repeat(5000)}"\n`),
    "7:11",
    /it is nested too deeply/,
  ],
  [
    "parameters that take their values from each other",
    changed("default: 3 }", 'default: "${params.two}" }\n  two: "${params.times}"'),
    "3:9",
    /from each other: times → two → times/,
  ],
  [
    "a parameter that takes the value of none",
    changed("default: 3 }", 'default: "${params.flga}" }'),
    "2:37",
    /Unknown parameter "flga"[^]*Did you mean "flag"\?/,
  ],
  [
    "a parameter that takes a value of another type",
    changed("default: 3 }", 'default: "${params.flag}" }'),
    "2:36",
    /Parameter "times" must be an integer: got boolean false/,
  ],
  [
    "an output in place of the run's record",
    changed("{ a:", "{ run.json:"),
    "11:12",
    /Cannot publish to "run\.json": a run writes its own run\.json there/,
  ],
  ["an output in place of the run's page", changed("{ a:", "{ index.html:"), "11:12", /its own/],
  ["an output in place of the digest", changed("{ a:", "{ digest:"), "11:12", /its own digest/],
  ["an output among the logs", changed("{ a:", "{ logs/x:"), "11:12", /its own logs there/],
  [
    "an output of a name too long",
    changed("{ a:", `{ ${"x".repeat(250)}:`),
    "11:12",
    /Cannot publish/,
  ],
  [
    "an output within another",
    changed("{ a:", `{ a/b: "\${tasks.counts.count}", a:`),
    "11:12",
    /Cannot publish to "a\/b": "a" is published too/,
  ],
  [
    "a matrix of which nothing is left",
    changed(USES, `${USES}    matrix: { a: [1], exclude: [{ a: 1 }] }\n`),
    "7:13",
    /exclude leaves nothing of the matrix/,
  ],
  [
    "a matrix without axes",
    changed(USES, `${USES}    matrix: {}\n`),
    "7:13",
    /The matrix is empty/,
  ],
  [
    "a matrix that includes nothing",
    changed(USES, `${USES}    matrix: { include: [] }\n`),
    "7:13",
    /The matrix is empty/,
  ],
  ["the keys 1 and '1'", changed(TIMES, `{ 1: a, "1": b } }`), "7:28", /The key "1" stands twice/],
  [
    "a key twice",
    changed("default: 3 }", "default: 3, default: 4 }"),
    "2:39",
    /"default" stands twice/,
  ],
  [
    "a key without a name",
    changed("params:\n", "params:\n  ?\n  : 3\n"),
    "2:4",
    /must be a plain word/,
  ],
  ["the key __proto__", changed(TIMES, "{ __proto__: 1 } }"), "7:22", /No key can be called/],
  [
    "a key that all objects have",
    changed(USES, `${USES}    matrix: { a: [1], exclude: [{ constructor: 1 }] }\n`),
    "7:35",
    /No key can be called "constructor"/,
  ],
  [
    "a reference to what all objects have",
    changed(TIMES, '"${params.times.constructor}" }'),
    "7:21",
    /"params\.times" has no "constructor"/,
  ],
  [
    "a number that would be another",
    changed(TIMES, "9007199254740993 }"),
    "7:20",
    /9007199254740993 is too large to be held exactly/,
  ],
  ["an infinite number", changed(TIMES, "1e999 }"), "7:20", /a finite number/],
  ["an unknown tag", changed(TIMES, "!x 3 }"), "7:20", /Unresolved tag: !x/],
  ["a binary value", changed(TIMES, "!!binary aGk= }"), "7:29", /A value must be text/],
  ["nothing in it", "", "1:1", /The pipeline file is empty/],
  ["nothing but a comment", "# Later\n", "1:1", /The pipeline file is empty/],
  ["a list", "- a\n", "1:1", /A pipeline file must be a map: got a list/],
  ["itself as its base", "extends: wrong.yaml\n", "1:10", /"wrong\.yaml" extends itself/],
  ["endless brackets", "[".repeat(50_000), "1:\\d+", /Too many lists and maps|More than 100 lists/],
  [
    "maps too deep within each other",
    `a: ${"[".repeat(200)}${"]".repeat(200)}`,
    "1:104",
    /More than 100 lists and maps within each other/,
  ],
  [
    "ten million values behind aliases",
    `a0: &a0 ${numbers(10)}\n` +
    Array.from({ length: 6 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`)}]\n`)
      .join(""),
    "6:\\d+",
    /more than 200000 values, what its aliases mean included/,
  ],
  [
    "a billion instances by foreach over foreach",
    `tasks:
  a: { uses: text/words, matrix: { a: ${numbers(1000)} } }
  b: { uses: text/words, foreach: a, matrix: { b: ${numbers(1000)} } }
  c: { uses: text/words, foreach: b, matrix: { c: ${numbers(1000)} } }
`,
    "3:46",
    /With "b" the pipeline has more than 100000 instances/,
  ],
  [
    "tasks for several that double each other",
    `tasks:\n  a: { uses: text/words }\n${
      Array.from({ length: 40 }, (_, i) => `  "x${i}*": { uses: text/words, foreach: "*" }\n`)
        .join("")
    }`,
    "\\d+:3",
    /more than can be written out/,
  ],
  [
    "parameters that double each other's texts",
    `params: { p0: aaaaaaaaaa${
      Array.from({ length: 30 }, (_, i) => `, p${i + 1}: "\${params.p${i}}\${params.p${i}}"`).join(
        "",
      )
    } }\ntasks: {}\n`,
    "1:\\d+",
    /the text has more than 1048576 letters/,
  ],
  [
    "parameters that double each other's lists",
    `params: { p0: [1]${
      Array.from({ length: 30 }, (_, i) => `, p${i + 1}: ["\${params.p${i}}", "\${params.p${i}}"]`)
        .join("")
    } }\ntasks: {}\n`,
    "1:\\d+",
    /Parameter "p17" holds more than 200000 values/,
  ],
  [
    "a long text for each of many instances",
    `params: { long: ${"a".repeat(20_000)}, many: ${numbers(20_000)} }
tasks: { a: { uses: text/words, matrix: { a: "\${params.many}" }, with: { word: "\${params.long}" } } }
`,
    "2:10",
    /the parameters of all instances have more than 200000000 letters/,
  ],
  [
    "a timeout beyond all time",
    changed(USES, `${USES}    timeout: 9999999d\n`),
    "7:14",
    /timeout must be a duration: got string "9999999d"/,
  ],
];

for (const [what, text, at, message] of WRONG) {
  Deno.test(`A pipeline file with ${what} is told as one problem, with its place`, async () => {
    using project = new Project();
    project.write("pipelines/wrong.yaml", text);
    await rejects(project.load("wrong"), (error: PipelineError) => {
      match(error.message, message);
      match(error.message, new RegExp(`^[^\n]*wrong\\.yaml:${at}: `));
      strictEqual(error.problems.length, 1, error.message);
      return true;
    });
  });
}

Deno.test("<< takes in the entries of maps, over which the map's own go", async () => {
  using project = new Project();
  project.write(
    "pipelines/merged.yaml",
    `tasks:
  a: { uses: text/words, with: &a { times: 5, seed: 1 } }
  b: { uses: text/words, with: &b { <<: *a, seed: 2, word: b } }
  c: { uses: text/words, with: { <<: [*a, *b], times: 1 } }
`,
  );
  const { instances } = await project.load("merged");
  deepStrictEqual(instances.map(({ params }) => params), [
    { times: 5, seed: 1 },
    { times: 5, seed: 2, word: "b" },
    { times: 1, seed: 1, word: "b" },
  ]);
});

Deno.test("A parameter may take the value of another, from --set and a profile too", async () => {
  using project = new Project();
  project.write(
    "pipelines/params.yaml",
    `params: { all: "\${params.some} of \${params.most}", some: 2, most: 3, list: [1] }
profiles: { large: { some: "\${params.most}" } }
tasks: { words: { uses: text/words, with: { word: "\${params.all}" } } }
`,
  );
  const wordOf = async (profile?: string, set?: string[]) =>
    (await project.load("params", { profile, set })).instances[0]!.params.word;
  strictEqual(await wordOf(), "2 of 3");
  strictEqual(await wordOf("large"), "3 of 3");
  strictEqual(await wordOf("large", ["most=${params.list.0}"]), "1 of 1");
});

for (
  const [setting, message] of [
    ["times=!x", /Unresolved tag: !x/],
    ["words.constructor=1", /No key can be called "constructor"/],
    ["times=*a", /Nothing before here is called "&a"/],
    ["times=9007199254740993", /too large to be held exactly/],
    ["times=${params.flag}", /must be an integer: got boolean false/],
    ["times=${params.tims}", /Unknown parameter "tims"/],
  ] as const
) {
  Deno.test(`--set ${setting} is told as wrong, once`, async () => {
    using project = new Project();
    project.write("pipelines/good.yaml", GOOD);
    await rejects(project.load("good", { set: [setting] }), (error: PipelineError) => {
      match(error.message, message);
      ok(error.message.startsWith(`--set ${setting}: `));
      strictEqual(error.problems.length, 1, error.message);
      return true;
    });
  });
}

Deno.test("A value for a parameter that no extended file has is a slip; a declaration is none", async () => {
  using project = new Project();
  project.write("pipelines/good.yaml", GOOD);
  project.write("pipelines/more.yaml", "extends: good.yaml\nparams: { tmies: 5 }\n");
  await rejects(
    project.load("more"),
    /more\.yaml:2:11: There is no parameter "tmies"[^]*Did you mean "times"\?/,
  );
  const declared = "params: { times: 4, more: { default: 5 } }\n";
  project.write("pipelines/more.yaml", `extends: good.yaml\n${declared}`);
  deepStrictEqual((await project.load("more")).params, { times: 4, flag: false, more: 5 });
});

Deno.test("A file that is extended by many ways is read once", async () => {
  using project = new Project();
  project.write("pipelines/level25.yaml", GOOD);
  for (let i = 24; i >= 0; i--) {
    const above = `level${i + 1}.yaml`;
    project.write(`pipelines/level${i}.yaml`, `extends: [${above}, ${above}]\n`);
  }
  strictEqual((await project.load("level0")).instances.length, 2);
});

Deno.test("More files than anyone extends are refused with their place", async () => {
  using project = new Project();
  for (let i = 0; i < 120; i++) {
    project.write(`pipelines/level${i}.yaml`, `extends: level${i + 1}.yaml\n`);
  }
  await rejects(project.load("level0"), /:1:10: The pipeline extends more than 100 files/);
});

Deno.test("What is no file, or is no file that someone wrote, is not read", async () => {
  using project = new Project();
  project.write("pipelines/large.yaml", `tasks: {} # ${"x".repeat(2 ** 20)}`);
  await rejects(project.load("large"), (error: Error) => {
    match(error.message, /large\.yaml": it has 10485\d\d bytes, and may have 1048576/);
    return error instanceof UserError;
  });
  Deno.mkdirSync(join(project.root, "pipelines", "folder.yaml"));
  await rejects(project.load("folder"), /folder\.yaml": it is no file/);
});

Deno.test({
  name: "A pipe in place of a pipeline file does not keep anyone waiting",
  ignore: Deno.build.os === "windows",
  async fn() {
    using project = new Project();
    const path = join(project.root, "pipelines", "pipe.yaml");
    strictEqual((await new Deno.Command("mkfifo", { args: [path] }).output()).code, 0);
    await rejects(project.load("pipe"), /pipe\.yaml": it is no file/);
  },
});

Deno.test("A pipeline has a limit of instances, all tasks together, and of what they read", async () => {
  using project = new Project();
  const axis = numbers(1500);
  project.write(
    "pipelines/gather.yaml",
    `tasks:
  a: { uses: text/words, matrix: { a: ${axis} } }
  b: { uses: text/count, foreach: a, with: { text: "\${tasks.a.text}" } }
  c: { uses: text/report, matrix: { c: ${axis} }, with: { counts: "\${tasks.b.count}" } }
`,
  );
  await rejects(
    project.load("gather"),
    /:4:3: With "c" the instances read more than 2000000 results/,
  );
});

Deno.test("Of a hundred problems and more the first hundred are told, each in a few letters", async () => {
  using project = new Project();
  const wrong = Array.from({ length: 500 }, (_, i) => `x${i}: 1`).join(", ");
  project.write("pipelines/wrong.yaml", `tasks: { a: { uses: text/words, with: { ${wrong} } } }`);
  await rejects(project.load("wrong"), (error: PipelineError) => {
    strictEqual(error.problems.length, 100);
    match(error.message, /There may be more$/);
    ok(error.message.split("\n").every((line) => line.length < 250));
    return true;
  });
});

Deno.test("An empty file and one that extends itself end with code 2 and no stack trace", async () => {
  using project = new Project();
  project.write("pipelines/empty.yaml", "");
  project.write("pipelines/self.yaml", "extends: self.yaml\n");
  for (const name of ["empty", "self"]) {
    const { code, stderr } = await project.command("plan", name);
    strictEqual(code, 2, stderr);
    ok(!/^ +at /m.test(stderr), stderr);
  }
});

Deno.test({
  name: "Inputs may be links, or hold links, and count by what they lead to",
  ignore: Deno.build.os === "windows",
  async fn() {
    using project = new Project();
    project.write("data/real/text.txt", "a\nb\n");
    Deno.symlinkSync("real", join(project.root, "data", "folder"));
    Deno.symlinkSync("real/text.txt", join(project.root, "data", "file"));
    project.write(
      "pipelines/linked.yaml",
      `tasks: { counts: { uses: text/count, with: { text: ../data/file } } }
outputs: { n: "\${tasks.counts.count}" }
`,
    );
    strictEqual((await project.run("linked")).status, "done");
    strictEqual(project.read("results/linked/latest/n"), "2");
    project.write("data/real/text.txt", "a\nb\nc\n");
    strictEqual((await project.run("linked")).status, "done");
    strictEqual(project.read("results/linked/latest/n"), "3");
    project.replace("pipelines/linked.yaml", "../data/file", "../data/folder/text.txt");
    strictEqual((await project.run("linked")).status, "done");
  },
});

Deno.test("A value of any length is told in a few letters", async () => {
  using project = new Project();
  const times = `[${"1,".repeat(50_000)}]`;
  project.write(
    "pipelines/wrong.yaml",
    `tasks: { a: { uses: text/words, with: { times: ${times} } } }`,
  );
  await rejects(project.load("wrong"), (error: PipelineError) => {
    ok(error.message.length < 2000);
    return true;
  });
});
