import { match, ok, rejects, strictEqual } from "node:assert/strict";
import type { PipelineError } from "../src/pipeline/mod.ts";
import { Project } from "./pipeline_fixture.ts";

const GOOD = `params:
  times: { type: integer, default: 3 }
tasks:
  words:
    uses: text/words
    with: { times: "\${params.times}" }
  counts:
    uses: text/count
    with: { text: "\${tasks.words.text}" }
`;

/** Loads a pipeline file and gives the message of its error. */
async function problemsOf(text: string): Promise<string> {
  using project = new Project();
  project.write("pipelines/wrong.yaml", text);
  let message = "";
  await rejects(project.load("wrong"), (error: Error) => {
    message = error.message;
    return error.name === "PipelineError";
  });
  return message;
}

interface Case {
  readonly what: string;
  /** What is replaced in the good file, and by what. */
  readonly change: readonly [string, string];
  readonly line: number;
  readonly column: number;
  readonly message: RegExp;
  readonly advice: RegExp;
}

const CASES: readonly Case[] = [
  {
    what: "an unknown task",
    change: ["text/words", "text/wrods"],
    line: 5,
    column: 11,
    message: /Unknown task "text\/wrods"/,
    advice: /Did you mean "text\/words"\?/,
  },
  {
    what: "a misspelt parameter of a task",
    change: ["{ times:", "{ tiems:"],
    line: 6,
    column: 13,
    message: /Task "text\/words" has no parameter "tiems"/,
    advice: /Did you mean "times"\?/,
  },
  {
    what: "a parameter that has another name now",
    change: ["{ times:", "{ repeat:"],
    line: 6,
    column: 13,
    message: /Parameter "repeat" of "text\/words" is now "times"/,
    advice: /repeat/,
  },
  {
    what: "a misspelt parameter in a reference",
    change: ["params.times", "params.tims"],
    line: 6,
    column: 21,
    message: /Unknown parameter "tims"/,
    advice: /Did you mean "times"\?/,
  },
  {
    what: "a value of a wrong type",
    change: [`"\${params.times}"`, "many"],
    line: 6,
    column: 20,
    message: /Parameter "times" of "text\/words" is wrong: expected number: got "many"/,
    advice: /many/,
  },
  {
    what: "a default of a wrong type",
    change: ["default: 3", "default: three"],
    line: 2,
    column: 36,
    message: /Parameter "times" must be an integer: got string "three"/,
    advice: /three/,
  },
  {
    what: "a misspelt key",
    change: ["uses: text/count", "ueses: text/count"],
    line: 8,
    column: 5,
    message: /Unknown key "ueses" in task "counts"/,
    advice: /Did you mean "uses"\?/,
  },
  {
    what: "an unknown task name in a reference",
    change: ["tasks.words.text", "tasks.word.text"],
    line: 9,
    column: 20,
    message: /Unknown task name "word"/,
    advice: /Did you mean "words"\?/,
  },
  {
    what: "an unknown output",
    change: ["tasks.words.text", "tasks.words.txt"],
    line: 9,
    column: 20,
    message: /Task "words" has no output "txt"/,
    advice: /Did you mean "text"\?/,
  },
  {
    what: "a cycle",
    change: [`    with: { times: "\${params.times}" }`, "    needs: counts"],
    line: 9,
    column: 20,
    message: /cycle: words → counts → words/,
    advice: /earlier/,
  },
  {
    what: "a nested parameter of a wrong value",
    change: [`{ times:`, `{ style: { separator: spase }, times:`],
    line: 6,
    column: 33,
    message: /Parameter "style\.separator"/,
    advice: /Did you mean "space"\?/,
  },
  {
    what: "a missing input",
    change: [`    with: { text: "\${tasks.words.text}" }\n`, ""],
    line: 8,
    column: 11,
    message: /Task "counts" needs the input "text": A text file\./,
    advice: /text: \$\{tasks\.NAME\.OUTPUT\}/,
  },
  {
    what: "broken YAML",
    change: ["{ type: integer, default: 3 }", "{ type: integer, default: 3"],
    line: 3,
    column: 1,
    message: /flow/i,
    advice: /\^/,
  },
];

for (const { what, change: [from, to], line, column, message, advice } of CASES) {
  Deno.test(`A pipeline file with ${what} is refused with its place and advice`, async () => {
    ok(GOOD.includes(from));
    const problems = await problemsOf(GOOD.replace(from, () => to));
    ok(problems.includes(`wrong.yaml:${line}:${column}: `), problems);
    match(problems, message);
    match(problems, advice);
  });
}

Deno.test("All problems of a pipeline file are told at once, in its order", async () => {
  const text = GOOD.replace("text/words", "text/wrods").replace(
    "uses: text/count",
    "use: text/count",
  )
    .replace("default: 3", "default: x");
  const lines = (await problemsOf(text)).split("\n").filter((line) => /wrong.yaml:\d/.test(line));
  const numbers = lines.map((line) => Number(/:(\d+):\d+: /.exec(line)![1]));
  strictEqual(numbers.join(), "2,5,8");
});

Deno.test("A problem shows the offending text underlined", async () => {
  const problems = await problemsOf(GOOD.replace("text/words", "text/wrods"));
  match(problems, /5 \| {5}uses: text\/wrods\n {4}\| {11}\^{10}\n/);
});

Deno.test("A reference to several instances says how to take them one by one", async () => {
  const problems = await problemsOf(
    GOOD.replace(`{ times: "\${params.times}" }`, `{ seed: "\${matrix.seed}" }`)
      .replace("uses: text/words", "uses: text/words\n    matrix: { seed: [1, 2] }"),
  );
  match(problems, /takes one instance of "words", but 2 agree: words\[seed=1\], words\[seed=2\]/);
  match(problems, /Add "foreach: words"/);
});

Deno.test("An unknown pipeline name lists the known ones and suggests", async () => {
  using project = new Project();
  await rejects(project.load("word"), /Did you mean "words"\?\nKnown:\n[^]* {2}words$/);
});

Deno.test("An unknown profile or setting is told with a suggestion", async () => {
  using project = new Project();
  await rejects(project.load("words", { profile: "larg" }), /--profile larg.*\n.*"large"\?/);
  await rejects(project.load("words", { set: ["tims=3"] }), /--set tims=3.*\n.*"times"\?/);
  await rejects(project.load("words", { set: ["times=x"] }), /must be an integer: got string "x"/);
});

for (const setting of ["times=x", "words=5", "words=[a", "times=null", "words.times=x", "tims=3"]) {
  Deno.test(`The wrong setting ${setting} is told once, with nothing that follows from it`, async () => {
    using project = new Project();
    await rejects(project.load("words", { set: [setting] }), (error: PipelineError) => {
      strictEqual(error.problems.length, 1, error.message);
      match(error.message, new RegExp(`^--set ${setting.replace("[", "\\[")}: `));
      return true;
    });
  });
}

Deno.test("A wrong default or axis is told once, though tasks after it hang on it", async () => {
  for (const [from, to] of [["default: 3", "default: x"], ["params.words", "params.wrods"]]) {
    using project = new Project();
    project.replace("pipelines/words.yaml", from!, to!);
    await rejects(project.load("words"), (error: PipelineError) => {
      strictEqual(error.problems.length, 1, error.message);
      return true;
    });
  }
});

Deno.test("A user's mistake on the command line shows no stack trace and ends with code 2", async () => {
  using project = new Project();
  for (const args of [["wrods"], ["words", "--jbos", "2"], ["words", "--set", "times=x"]]) {
    const { code, stderr } = await project.command(...args);
    strictEqual(code, 2, stderr);
    ok(!/^ +at /m.test(stderr), stderr);
  }
});
