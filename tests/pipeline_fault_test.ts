import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { Project, type ProjectRun } from "./pipeline_fixture.ts";
import { Store } from "../src/pipeline/mod.ts";
import { LocalExecutor } from "../src/pipeline/executors/local/local_executor.ts";

function failureOf({ events }: ProjectRun): { message: string; log: string } {
  const failed = events.find((event) => event.type === "failed");
  ok(failed, JSON.stringify(events));
  return failed;
}

/** Runs the faulty task in a process of its own. */
function runFaulty(project: Project, fault: string): Promise<ProjectRun> {
  const load = { set: [`fault=${fault}`] };
  return project.run("faulty", { load, executor: new LocalExecutor(), until: ["faulty"] });
}

const FAILURES: readonly [fault: string, what: string, message: RegExp][] = [
  ["throws", "throws an error", /^the loss is not a number$/],
  ["exits", "ends its process", /^its process ended with exit code 3/],
  [
    "isKilled",
    "is killed",
    /^its process was killed by SIGKILL: perhaps the machine ran out of memory/,
  ],
  [
    "links",
    "writes a link",
    /^NotCapable: Deno\.symlinkSync\(\) requires unscoped/,
  ],
  ["missing", "writes nothing", /^Output "text" of faulty is missing: nothing was written to /],
];

for (const [fault, what, message] of FAILURES) {
  Deno.test(`A task that ${what} is tried again, then told with its log`, async () => {
    using project = new Project();
    const run = await runFaulty(project, fault);
    strictEqual(run.status, "failed");
    const failure = failureOf(run);
    match(failure.message, message);
    strictEqual(run.events.filter(({ type }) => type === "retry").length, 1);
    match(Deno.readTextFileSync(failure.log), /--- faulty/);
  });
}

Deno.test("A task that fails once succeeds at the second attempt", async () => {
  using project = new Project();
  const run = await runFaulty(project, "second");
  strictEqual(run.status, "done");
  ok(run.events.some((event) => event.type === "retry" && /first attempt/.test(event.message)));
});

Deno.test("A task that takes longer than its timeout is stopped", async () => {
  using project = new Project();
  project.replace("pipelines/faulty.yaml", "timeout: 20s", "timeout: 0.3s");
  project.replace("pipelines/faulty.yaml", "retry: 1", "retry: 0");
  match(failureOf(await runFaulty(project, "hangs")).message, /longer than its timeout of 0.3 s/);
});

Deno.test("--keep-going runs what does not need the failed task and skips the rest", async () => {
  using project = new Project();
  const run = await project.run("faulty", { load: { set: ["fault=throws"] }, keepGoing: true });
  deepStrictEqual(run.counts, { cached: 0, ran: 1, failed: 1, skipped: 1, stopped: 0 });
  ok(run.events.some((event) => event.type === "skipped" && event.because === "faulty"));
});

Deno.test("The command line tells a failure with the path of its log and ends with code 1", async () => {
  using project = new Project();
  const { code, stderr } = await project.command("faulty", "--set", "fault=throws");
  strictEqual(code, 1);
  match(stderr, /✗ faulty failed: the loss is not a number\n {4}log: .*logs\/faulty\.log\n/);
});

Deno.test("A task that writes a gigabyte to its output fills neither log nor memory", async () => {
  using project = new Project();
  project.replace("pipelines/faulty.yaml", "timeout: 20s", "timeout: 5m");
  const run = await runFaulty(project, "shouts");
  strictEqual(run.status, "done");
  const { size } = Deno.statSync(join(run.folder!, "logs", "faulty.log"));
  ok(size < 66 * 2 ** 20, `the log has ${size} bytes`);
});

/** Finds the stored object of an instance's output. */
function objectOf(
  { manifests }: ProjectRun,
  store: Store,
  instance: string,
  output: string,
): string {
  return store.objects.pathOf(manifests.get(instance)!.outputs[output]!.hash);
}

function damage(path: string, change: (bytes: Uint8Array) => Uint8Array): void {
  const bytes = change(Deno.readFileSync(path));
  Deno.chmodSync(path, 0o644);
  Deno.writeFileSync(path, bytes);
}

const flip = (bytes: Uint8Array) => bytes.with(0, bytes[0]! ^ 1);

const DAMAGES: readonly [what: string, change: (path: string) => void, reason: RegExp][] = [
  ["a flipped byte", (path) => damage(path, flip), /it was changed/],
  ["a truncated file", (path) => damage(path, (bytes) => bytes.slice(1)), /bytes instead of/],
  ["a missing file", (path) => Deno.removeSync(path), /it is missing/],
];

for (const [what, change, reason] of DAMAGES) {
  Deno.test(`The store notices ${what}, and only the task concerned runs again`, async () => {
    using project = new Project();
    const first = await project.run("words");
    change(objectOf(first, project.store, "words[pear,seed=1]", "text"));
    const second = await project.run("words");
    deepStrictEqual(second.ran, ["words[pear,seed=1]"]);
    const told = second.events.find((event) => event.type === "damaged");
    match(told!.reason, reason);
    deepStrictEqual((await project.run("words")).ran, []);
  });
}

Deno.test("A flipped byte that left no other trace is found when a task reads it", async () => {
  using project = new Project();
  const first = await project.run("words");
  const path = objectOf(first, project.store, "words[pear,seed=1]", "text");
  damage(path, flip);
  Deno.utimeSync(path, 1, 1);
  const second = await project.run("words", { load: { set: ["scale=2"] } });
  strictEqual(second.status, "done");
  ok(second.ran.includes("words[pear,seed=1]"));
  ok(!second.ran.includes("words[apple,seed=1]"));
  match(project.read("results/words/latest/report.txt"), /word=pear\]: 6/);
});

Deno.test("A changed file within a stored folder is found, and a changed manifest too", async () => {
  using project = new Project();
  const first = await project.run("words");
  damage(join(objectOf(first, project.store, "report", "folder"), "1.txt"), flip);
  deepStrictEqual((await project.run("words")).ran, ["report"]);
  damage(
    project.store.manifestPath(first.manifests.get("report")!.key),
    (bytes) => bytes.with(100, bytes[100]! ^ 1),
  );
  const third = await project.run("words");
  deepStrictEqual(third.ran, ["report"]);
  match(third.events.find((event) => event.type === "damaged")!.reason, /the manifest .* changed/);
});

Deno.test("verify finds damage, and with --mend lets it run again", async () => {
  using project = new Project();
  const first = await project.run("words");
  const path = objectOf(first, project.store, "report", "page");
  damage(path, flip);
  Deno.utimeSync(path, 1, 1);
  const found = await project.command("verify");
  strictEqual(found.code, 1);
  match(found.stdout, /✗ report: output "page": it was changed/);
  await project.command("verify", "--mend");
  strictEqual((await project.command("verify")).code, 0);
  deepStrictEqual((await project.run("words")).ran, ["report"]);
});

Deno.test("Files with times in the future or the past change nothing", async () => {
  using project = new Project();
  await project.run("words");
  for (const [path, time] of [["tasks/text/words.ts", 0], ["words.ts", 4e9]] as const) {
    Deno.utimeSync(join(project.root, path), time, time);
  }
  deepStrictEqual((await project.run("words")).ran, []);
});

Deno.test("A clock that jumps back during a run disturbs nothing", async () => {
  using project = new Project();
  const { now } = Date;
  let calls = 0;
  Date.now = () => now() - 86_400_000 * calls++;
  try {
    const run = await project.run("words");
    strictEqual(run.status, "done");
    ok([...run.manifests.values()].every(({ seconds }) => seconds >= 0));
  } finally {
    Date.now = now;
  }
  deepStrictEqual((await project.run("words")).ran, []);
});

/** Mounts a small file system in memory, where that is allowed. */
function mount(path: string, options: string): boolean {
  Deno.mkdirSync(path, { recursive: true });
  try {
    const args = ["-t", "tmpfs", "-o", options, "tmpfs", path];
    return new Deno.Command("mount", { args, stderr: "null" }).outputSync().success;
  } catch {
    return false;
  }
}

function unmount(path: string): void {
  new Deno.Command("umount", { args: [path] }).outputSync();
}

const canMount = (() => {
  const path = Deno.makeTempDirSync();
  const mounted = mount(path, "size=64k");
  if (mounted) unmount(path);
  Deno.removeSync(path);
  return mounted;
})();

Deno.test({
  name: "A full disk is told as such, and the run goes on once there is space (may mount)",
  ignore: !canMount,
  async fn() {
    using project = new Project();
    const path = join(project.root, "small");
    mount(path, "size=512k");
    try {
      const load = { set: ["fault=fills"] };
      const options = { load, until: ["faulty"], executor: new LocalExecutor() };
      const run = await project.run("faulty", { ...options, store: Store.open(path) });
      strictEqual(run.status, "failed");
      match(failureOf(run).message, /No space left on device/);
      new Deno.Command("mount", { args: ["-o", "remount,size=8m", path] }).outputSync();
      const again = await project.run("faulty", { ...options, store: Store.open(path) });
      strictEqual(again.status, "done");
    } finally {
      unmount(path);
    }
  },
});

Deno.test({
  name: "A disk that fills up with what a run publishes is a message (may mount)",
  ignore: !canMount,
  async fn() {
    using project = new Project();
    await project.run("words");
    Deno.removeSync(join(project.root, "results", "words"), { recursive: true });
    const path = join(project.root, "results", "words");
    mount(path, "size=4k");
    try {
      const { code, stderr } = await project.command("words");
      strictEqual(code, 1, stderr);
      match(stderr, /^Cannot go on: No space left on device .*: make room, then do the same/m);
      ok(!stderr.includes("    at "));
    } finally {
      unmount(path);
    }
  },
});

Deno.test({
  name: "A read-only store serves what it has and says what it cannot do (may mount)",
  ignore: !canMount,
  async fn() {
    using project = new Project();
    const path = join(project.root, "small");
    mount(path, "size=8m");
    try {
      await project.run("words", { store: Store.open(path) });
      new Deno.Command("mount", { args: ["-o", "remount,ro", path] }).outputSync();
      const cached = await project.run("words", { store: Store.open(path) });
      strictEqual(cached.counts.cached, 7);
      const load = { set: ["times=9"] };
      const changed = await project.run("words", { store: Store.open(path), load });
      match(failureOf(changed).message, /Read-only file system/);
    } finally {
      unmount(path);
    }
  },
});
