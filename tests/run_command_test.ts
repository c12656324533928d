import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LocalExecutor } from "../src/pipeline/executors/local/local_executor.ts";
import { Project } from "./pipeline_fixture.ts";

const COMMAND = fileURLToPath(new URL("../tasks/run/command.ts", import.meta.url));

/** Counts letters of a file, says how far it is, and records what it found. */
const SCRIPT = `const [from, to] = Deno.args;
console.log(JSON.stringify({ done: 1, total: 2, unit: "parts" }));
const letters = Deno.readTextFileSync(from).length;
console.log(JSON.stringify({ record: { letters } }));
console.log(\`\${Deno.env.get("NAME")} on \${Deno.env.get("PROSECO_CPUS")} cores\`);
Deno.writeTextFileSync(to, String(letters));
`;

function projectWith(more = ""): Project {
  const project = new Project();
  project.write("pipelines/count.ts", SCRIPT);
  project.write("pipelines/some.txt", "twelve bytes");
  project.write(
    "pipelines/count.yaml",
    `params: { name: counter }
tasks:
  count:
    uses: ${COMMAND}
    with:
      command: [deno, run, -A, --no-lock, "\${input.script}", "\${input.text}", "\${output.letters}"]
      inputs: { script: count.ts, text: some.txt }
      outputs: [letters]
      env: { NAME: "\${params.name}" }
      versions: { deno: [deno, --version] }
${more}
outputs: { letters: "\${tasks.count.letters}" }
`,
  );
  return project;
}

const executor = () => new LocalExecutor();

Deno.test("a program runs where the loader is told of libraries, as on clusters", async () => {
  using project = projectWith();
  const before = Deno.env.get("LD_LIBRARY_PATH");
  Deno.env.set("LD_LIBRARY_PATH", project.root);
  try {
    const { status, events } = await project.run("count", { executor: executor() });
    strictEqual(status, "done", JSON.stringify(events));
  } finally {
    if (before === undefined) Deno.env.delete("LD_LIBRARY_PATH");
    else Deno.env.set("LD_LIBRARY_PATH", before);
  }
});

Deno.test("a program runs as a task, whose files, figures and progress are the program's", async () => {
  using project = projectWith();
  const { status, events, manifests } = await project.run("count", { executor: executor() });
  strictEqual(status, "done", JSON.stringify(events));
  strictEqual(project.read("results/count/latest/letters"), "12");
  deepStrictEqual(manifests.get("count")?.facts, { letters: 12 });
  match(String(manifests.get("count")?.parts.environment.deno), /^deno \d/);
  const told = events.flatMap((event) => event.type === "progress" ? [event.progress] : []);
  deepStrictEqual(told[0], { done: 1, total: 2, unit: "parts", values: {} });
  match(project.read("results/count/latest/logs/count.log"), /counter on 1 cores/);
  deepStrictEqual((await project.run("count", { executor: executor() })).ran, []);
});

Deno.test("a program runs again when its text, its environment or an input changes", async () => {
  using project = projectWith();
  await project.run("count", { executor: executor() });
  const rerun = async (load = {}) =>
    (await project.run("count", { executor: executor(), load })).ran;
  deepStrictEqual(await rerun({ set: ["name=other"] }), ["count"]);
  project.write("pipelines/some.txt", "seven b");
  deepStrictEqual(await rerun(), ["count"]);
  strictEqual(project.read("results/count/latest/letters"), "7");
  project.write("pipelines/count.ts", `${SCRIPT}// Changed.\n`);
  deepStrictEqual(await rerun(), ["count"]);
});

Deno.test("what a program writes is another task's input, and may be gathered", async () => {
  using project = projectWith(`  shout:
    uses: ${COMMAND}
    matrix: { n: [1, 2] }
    with:
      command: [deno, eval, --no-lock, "console.log(Deno.args.join(' '))", "\${matrix.n}"]
      outputs: [text]
      stdout: text
  join:
    uses: ${COMMAND}
    with:
      command:
        - deno
        - eval
        - --no-lock
        - "for (const path of Deno.args) console.log(Deno.readTextFileSync(path).trim())"
        - "\${input.texts}"
        - "\${input.letters}"
      inputs: { texts: ["\${tasks.shout.text}"], letters: "\${tasks.count.letters}" }
      outputs: [all]
      stdout: all`);
  project.replace(
    "pipelines/count.yaml",
    'outputs: { letters: "${tasks.count.letters}"',
    'outputs: { all: "${tasks.join.all}"',
  );
  const { status, events } = await project.run("count", { executor: executor() });
  strictEqual(status, "done", JSON.stringify(events));
  strictEqual(project.read("results/count/latest/all"), "1\n2\n12\n");
  const { instances } = await project.load("count");
  deepStrictEqual(instances.find(({ task }) => task === "join")?.after.map(({ name }) => name), [
    "shout[n=1]",
    "shout[n=2]",
    "count",
  ]);
});

Deno.test("a program that fails leaves nothing, and says how it ended with its last lines", async () => {
  using project = projectWith();
  project.write("pipelines/count.ts", `console.error("no such column"); Deno.exit(3);`);
  const { status, events } = await project.run("count", { executor: executor() });
  strictEqual(status, "failed");
  const failure = events.find((event) => event.type === "failed");
  match(JSON.stringify(failure), /\\"deno\\" ended with exit code 3\\nno such column/);
});

Deno.test({
  name: "a run that is stopped lets end what a program started, too",
  ignore: Deno.build.os === "windows",
  async fn() {
    using project = new Project();
    // The outer shell waits, as of a script that starts a program, and does not hand signals on.
    const inner =
      `trap 'echo stopped > "$MARK"; exit' TERM; echo "$LINE"; while :; do sleep 1; done`;
    project.write("pipelines/inner.sh", inner);
    project.write(
      "pipelines/stops.yaml",
      `tasks:
  count:
    uses: ${COMMAND}
    with:
      command: [sh, -c, 'sh "$0"; true', "\${input.script}"]
      inputs: { script: inner.sh }
      outputs: [letters]
      env: { MARK: ${join(project.root, "mark")}, LINE: '{"done": 1, "total": 2}' }
outputs: { letters: "\${tasks.count.letters}" }
`,
    );
    const stop = new AbortController();
    const { status } = await project.run("stops", {
      executor: executor(),
      signal: stop.signal,
      onEvent: ({ type }) => type === "progress" && stop.abort(),
    });
    strictEqual(status, "stopped");
    strictEqual(project.read("mark"), "stopped\n");
  },
});

Deno.test("a program that is not there is told before anything runs", async () => {
  using project = projectWith();
  project.replace("pipelines/count.yaml", "[deno, run, -A", "[no-such-program, run, -A");
  await rejects(
    project.run("count", { executor: executor() }),
    /Cannot plan count: There is no program "no-such-program" in the folders of PATH/,
  );
});

Deno.test("names of a program's files that cannot be are told with their places", async () => {
  const faults: [from: string, to: string, said: RegExp][] = [
    ["${input.text}", "${input.txt}", /This task has no input "txt"[^]*text/],
    ["outputs: [letters]", "outputs: [letters, letters]", /Output "letters" is named twice/],
    ["outputs: [letters]", "outputs: ['${params.name}']", /No output can be called/],
    ["text: some.txt }", "env: some.txt }", /No input can be called "env": so is a parameter/],
    ['NAME: "${params.name}"', 'NAME: "${params.nam}"', /Unknown parameter "nam"/],
    ["{ name: counter }", '{ name: "${input.text}" }', /"\$\{input\.text\}" cannot stand here/],
    [
      "versions:",
      "stdout: other\n      versions:",
      /"stdout" of ".*" is wrong: must be one of outputs/,
    ],
  ];
  for (const [from, to, said] of faults) {
    using project = projectWith();
    project.replace("pipelines/count.yaml", from, to);
    await rejects(project.load("count"), said);
  }
});

Deno.test("metrics shows what tasks of runs recorded, sorted, as a table, CSV and JSON", async () => {
  using project = projectWith();
  await project.run("count", { executor: executor() });
  project.write("pipelines/some.txt", "seven b");
  await project.run("count", { executor: executor() });
  const runs = [...Deno.readDirSync(join(project.root, "results", "count"))]
    .map(({ name }) => name).filter((name) => name.startsWith("2")).sort();
  const names = runs.map((run) => `count/${run}`);
  const answer = async (...args: string[]) => {
    const { code, stdout, stderr } = await project.command("metrics", ...args);
    strictEqual(code, 0, stderr);
    return stdout;
  };
  const csv = await answer(...names, "--sort", "letters", "--csv");
  strictEqual(
    csv,
    "run,status,task,instance,letters\n" +
      `${names[1]},done,count,count,7\n${names[0]},done,count,count,12\n`,
  );
  match(await answer("count"), /^count\n +letters\ncount +done +7\n$/);
  strictEqual(JSON.parse(await answer("count", "--json")).metrics.letters, 7);
  const { stderr } = await project.command("metrics", "count", "--sort", "letter");
  match(stderr, /There is no metric "letter"\. .*letters/);
});
