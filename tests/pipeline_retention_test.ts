import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { exists } from "../src/support/files.ts";
import { Project } from "./pipeline_fixture.ts";

/** Names of the folders of a pipeline's runs. */
function runsOf(project: Project, pipeline: string): string[] {
  const folder = join(project.root, "results", pipeline);
  return [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => name !== "latest")
    .sort();
}

const LONG = `tasks:
  quick: { uses: test/slow, with: { name: quick, steps: 1 } }
  long: { uses: test/slow, with: { name: long, steps: 10000 } }
`;

/** Starts the long run and kills it once the quick task has finished and the long one has begun. */
async function killInTheMiddle(project: Project): Promise<void> {
  const child = project.spawn("long", "--jobs", "2", "--json");
  let text = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (/"finished"/.test(text) && /"instance":"long","progress"/.test(text)) break;
  }
  child.kill("SIGKILL");
  await child.status;
  await child.stderr.cancel();
}

Deno.test("gc keeps the results and checkpoints of a killed run until the same came to its end", async () => {
  using project = new Project();
  project.write("pipelines/long.yaml", LONG);
  await killInTheMiddle(project);
  await project.run("words");
  const { store } = project;
  const [key] = [...Deno.readDirSync(join(store.path, "work"))].map(({ name }) => name);
  const { stdout } = await project.command("gc", "--age", "0", "--last", "0", "--yes");
  match(stdout, /^Kept: what 1 run needs, 1 of them unfinished$/m);
  deepStrictEqual([...store.manifests()].map(({ instance }) => instance), ["quick"]);
  ok(exists(join(store.scratchFolder(key!), "checkpoint")));
  Deno.writeTextFileSync(join(store.scratchFolder(key!), "checkpoint"), "x".repeat(9999));
  deepStrictEqual((await project.run("long")).ran, ["long"]);
  await project.command("gc", "--age", "0", "--last", "0", "--yes");
  deepStrictEqual([...store.keys()], []);
});

Deno.test("gc keeps what runs of another project need that share the store", async () => {
  using first = new Project();
  using second = new Project();
  const { store } = first;
  await first.run("words", { load: { set: ["times=5"] } });
  await second.run("words", { store });
  await second.command("gc", "--store", store.path, "--age", "0", "--last", "0", "--yes");
  strictEqual([...store.keys()].length, 7);
  Deno.removeSync(join(first.root, "results", "words"), { recursive: true });
  await second.command("gc", "--store", store.path, "--age", "0", "--last", "0", "--yes");
  strictEqual([...store.keys()].length, 0);
});

Deno.test("clean removes old runs and killed ones, and only when told to", async () => {
  using project = new Project();
  await project.run("words");
  await project.run("words", { load: { set: ["times=4"] } });
  const [old, newest] = runsOf(project, "words");
  const killed = join(project.root, "results", "words", "2026-01-01_00-00-00-000-abcd", "logs");
  Deno.mkdirSync(killed, { recursive: true });
  const clean = async (...args: string[]) => {
    const { code, stdout } = await project.command("clean", "--last", "1", ...args);
    strictEqual(code, 0);
    return stdout;
  };
  match(await clean(), /^There is nothing to remove: 2 runs kept$/m);
  match(await clean("--age", "0"), new RegExp(`^Would remove words/${old} \\(done\\)$`, "m"));
  const lines = await clean("words", "--age", "0", "--last", "0", "--json", "--yes");
  const removed = lines.trim().split("\n").map((line) => JSON.parse(line));
  deepStrictEqual(removed.map(({ run, status, removed }) => [run, status, removed]), [
    ["2026-01-01_00-00-00-000-abcd", "killed", true],
    [old, "done", true],
    [newest, "done", true],
  ]);
  deepStrictEqual(runsOf(project, "words"), []);
  ok(!exists(join(project.root, "results", "words", "latest")));
});

Deno.test("A run whose task is held by a silent machine takes it over and comes to its end", async () => {
  using project = new Project();
  const { key } = [...(await project.run("words")).manifests.values()][0]!;
  project.store.forget(key);
  const folder = join(project.store.path, "leases", key);
  Deno.mkdirSync(folder, { recursive: true });
  const holder = { pid: 1, host: "elsewhere#1", since: new Date().toISOString(), token: "a" };
  Deno.writeTextFileSync(join(folder, "1"), JSON.stringify(holder));
  const { now } = performance;
  const start = now.call(performance);
  performance.now = () => start + (now.call(performance) - start) * 1000;
  try {
    const { status, events } = await project.run("words");
    strictEqual(status, "done");
    ok(events.some((event) => event.type === "waiting" && event.holder.host === "elsewhere#1"));
    ok(events.some(({ type }) => type === "takeover"));
  } finally {
    performance.now = now;
  }
});

Deno.test("status and list tell killed runs and silent machines", async () => {
  using project = new Project();
  Deno.mkdirSync(join(project.root, "results", "words", "2026-01-01_00-00-00-000-abcd"), {
    recursive: true,
  });
  match((await project.command("list", "words")).stdout, /^2026-01-01_\S+ +killed /m);
  const folder = join(project.store.path, "leases", "0123");
  Deno.mkdirSync(folder, { recursive: true });
  const holder = { pid: 1, host: "elsewhere#1", since: new Date().toISOString(), token: "a" };
  Deno.writeTextFileSync(join(folder, "1"), JSON.stringify(holder));
  project.write("results/.store/work/0123/job.json", JSON.stringify({ instance: "base" }));
  Deno.utimeSync(join(folder, "1"), Date.now() / 1000 - 7200, Date.now() / 1000 - 7200);
  const { stdout } = await project.command("status", "words");
  match(stdout, /^→ base: process 1 on elsewhere for .*, no sign of life for 2 h 00 m$/m);
  match(stdout, /^words +killed +2026-01-01/m);
});
