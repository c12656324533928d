import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { LocalExecutor } from "../src/pipeline/executors/local/local_executor.ts";
import { startAttempt } from "../src/pipeline/run/attempt.ts";
import type { Execution, ExecutionOptions } from "../src/pipeline/executors/executor.ts";
import type { Job } from "../src/pipeline/worker/job.ts";
import { Project, type ProjectRun } from "./pipeline_fixture.ts";

type Try = readonly [what: string, path: string];

/** Lets the bounded task try something, in a process of its own, and gives how each try went. */
async function attempts(project: Project, tries: readonly Try[]): Promise<string[]> {
  const text = JSON.stringify(tries);
  project.write(
    "pipelines/bounded.yaml",
    `tasks: { try: { uses: test/bounded, with: { tries: ${text} } } }
outputs: { results.json: "\${tasks.try.results}" }\n`,
  );
  const { status, events } = await project.run("bounded", { executor: new LocalExecutor() });
  strictEqual(status, "done", JSON.stringify(events));
  return JSON.parse(project.read("results/bounded/latest/results.json"));
}

Deno.test("A task may do what it declares, and nothing else", async () => {
  using project = new Project();
  project.write("data.txt", "of the project");
  const outside = Deno.makeTempFileSync();
  const server = Deno.serve({ port: 0, onListen() {} }, () => new Response("declared"));
  const { port } = server.addr as Deno.NetAddr;
  const secrets = { AWS_SECRET_ACCESS_KEY: "secret", DECLARED: "declared" };
  for (const [name, value] of Object.entries(secrets)) Deno.env.set(name, value);
  try {
    const allowed: [Try, string][] = [
      [["read", join(project.root, "data.txt")], "of the project"],
      [["env", "DECLARED"], "declared"],
      [["net", `http://127.0.0.1:${port}/`], "declared"],
    ];
    const refused: Try[] = [
      ["read", outside],
      ["write", join(project.root, "data.txt")],
      ["write", join(project.store.path, "format")],
      ["write", join(project.store.path, "objects", "poison")],
      ["write", join(project.store.path, "manifests", "poison")],
      ["run", "true"],
      ["run", Deno.execPath()],
      ["net", `http://localhost:${port}/`],
      ["ffi", "libc.so.6"],
      ["sys", ""],
    ];
    const tries = [...allowed.map(([one]) => one), ...refused, ["env", "AWS_SECRET_ACCESS_KEY"]];
    deepStrictEqual(await attempts(project, tries as Try[]), [
      ...allowed.map(([, result]) => result),
      ...refused.map(() => "NotCapable"),
      "not set",
    ]);
  } finally {
    for (const name of Object.keys(secrets)) Deno.env.delete(name);
    Deno.removeSync(outside);
    await server.shutdown();
  }
});

Deno.test("What a task makes for a while goes with its work folder", async () => {
  using project = new Project();
  const [path = ""] = await attempts(project, [["temporary", ""]]);
  ok(path.startsWith(join(project.store.path, "work")), path);
  strictEqual([...Deno.readDirSync(join(project.store.path, "work"))].length, 0);
});

Deno.test("A task outside the project is read, with what it imports", async () => {
  using project = new Project();
  using other = new Project();
  other.replace("tasks/text/words.ts", "../../words.ts", "../../more/words.ts");
  other.write("more/words.ts", other.read("words.ts"));
  const path = join(other.root, "tasks/text/words.ts");
  project.write("pipelines/foreign.yaml", `tasks: { words: { uses: "${path}" } }\n`);
  const { status, events } = await project.run("foreign", { executor: new LocalExecutor() });
  strictEqual(status, "done", JSON.stringify(events));
});

/** A task whose work is the given statements, which may wait. */
function withWork(project: Project, work: string, permissions = "{}"): void {
  const text = project.read("tasks/test/bounded.ts")
    .replace(/permissions: .*,\n/, () => `permissions: ${permissions},\n`)
    .replace(
      / {4}const results[\s\S]*?(?= {4}Deno\.writeTextFileSync\(join)/,
      () => `    ${work}\n`,
    )
    .replace("JSON.stringify(results)", '""');
  project.write("tasks/test/bounded.ts", text.replaceAll(/^.*inputs\.text !== .*\n/gm, ""));
  project.write(
    "pipelines/bounded.yaml",
    "tasks: { try: { uses: test/bounded, with: { tries: [] } } }\n",
  );
}

function runWork(project: Project): Promise<ProjectRun> {
  return project.run("bounded", { executor: new LocalExecutor() });
}

const PRINTS = ["null", "1", "{}", '{"type":"done"}', '{"type":"progress","progress":null}'];

Deno.test("What a task prints is no message unless it has the form of one", async () => {
  using project = new Project();
  withWork(
    project,
    PRINTS.map((text) => `console.log(${JSON.stringify(`\u001e${text}`)});`).join(""),
  );
  const run = await runWork(project);
  strictEqual(run.status, "done", JSON.stringify(run.events));
  const log = Deno.readTextFileSync(join(run.folder!, "logs", "try.log"));
  for (const text of PRINTS) ok(log.includes(text), text);
});

Deno.test("A long error arrives whole", async () => {
  using project = new Project();
  withWork(project, 'throw new Error("x".repeat(70_000));');
  const { events } = await runWork(project);
  const failed = events.find((event) => event.type === "failed");
  strictEqual(failed?.message, "x".repeat(70_000));
});

Deno.test({
  name: "What a task leaves behind does not hold the run by its output",
  ignore: Deno.build.os === "windows",
  async fn() {
    using project = new Project();
    const pid = join(project.root, "pid");
    const script = `setsid sh -c 'echo $$ > ${pid}; exec sleep 600' &
until test -s ${pid}; do :; done`;
    withWork(
      project,
      `await new Deno.Command("sh", { args: ["-c", ${
        JSON.stringify(script)
      }], stdout: "inherit", stderr: "inherit" }).spawn().status;`,
      '{ run: ["sh"] }',
    );
    try {
      strictEqual((await runWork(project)).status, "done");
    } finally {
      Deno.kill(Number(Deno.readTextFileSync(pid)), "SIGKILL");
    }
  },
});

Deno.test({
  name: "A timeout ends a task that heeds no signal, and what it started",
  ignore: Deno.build.os === "windows",
  async fn() {
    using project = new Project();
    const pid = join(project.root, "pid");
    const script = `echo $$ > ${pid}; exec sleep 600`;
    withWork(
      project,
      `new Deno.Command("sh", { args: ["-c", ${JSON.stringify(script)}] }).spawn(); for (;;);`,
      '{ run: ["sh"] }',
    );
    const local = new LocalExecutor();
    // The attempt of a run gives a task half a minute for its checkpoint.
    const executor = {
      start: (job: Job, { store, logPath }: ExecutionOptions): Execution =>
        startAttempt(job, {
          ...{ executor: local, store, logPath, resources: {}, executors: {} },
          ...{ timeout: 1, grace: 100, onEvent: () => {} },
        }),
    };
    const run = await project.run("bounded", { executor });
    const failed = run.events.find((event) => event.type === "failed");
    match(failed!.message, /^it took longer than its timeout of 1 s$/);
    const status = new Deno.Command("ps", {
      args: ["-o", "stat=", Deno.readTextFileSync(pid).trim()],
    });
    match(new TextDecoder().decode(status.outputSync().stdout), /^(Z.*\n)?$/);
  },
});
