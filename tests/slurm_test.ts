import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import {
  type Executor,
  loadPipeline,
  run,
  type RunEvent,
  type RunOptions,
  type RunResult,
  Store,
} from "../src/pipeline/mod.ts";
import { LocalExecutor } from "../src/pipeline/executors/local/local_executor.ts";
import { SlurmExecutor } from "../src/pipeline/executors/slurm/slurm_executor.ts";
import { namesIn } from "../src/support/files.ts";
import { Project } from "./pipeline_fixture.ts";
import { Cluster, waitUntil, whyNoCluster } from "./slurm_fixture.ts";
import { settingsOf, SMALL_MAIN_JOB } from "./small_main_job.ts";

const why = whyNoCluster();

/** Looks as often as a test likes, in milliseconds. */
const OFTEN = { tick: 100, interval: 500 };

/** A run on the cluster, and what it told. */
interface SlurmRun extends RunResult {
  readonly events: readonly RunEvent[];
  readonly warnings: readonly string[];
}

/** Runs a pipeline on the cluster from this process. */
async function runOnSlurm(
  project: Project,
  name: string,
  { onTold = () => {}, set = [], ...options }:
    & Partial<RunOptions>
    & { onTold?: (event: RunEvent) => void; set?: string[] } = {},
): Promise<SlurmRun> {
  const events: RunEvent[] = [], warnings: string[] = [];
  const onEvent = (event: RunEvent) => {
    events.push(event);
    onTold(event);
  };
  const executor = new SlurmExecutor({
    store: project.store,
    ...OFTEN,
    onWarning(message) {
      warnings.push(message);
      onEvent({ type: "warning", message });
    },
  });
  const result = await project.run(name, { executor, load: { set }, ...options, onEvent });
  return { ...result, events, warnings };
}

/** Resolves with the first event of a kind that a run tells. */
function firstEvent(
  isIt: (event: RunEvent) => boolean,
): { onTold: (event: RunEvent) => void; told: Promise<RunEvent> } {
  const { promise, resolve } = Promise.withResolvers<RunEvent>();
  return { onTold: (event) => isIt(event) && resolve(event), told: promise };
}

/** Has the tasks note in a file of the project that they ran. */
function withLedger(project: Project): Disposable & { names(): string[] } {
  const path = join(project.root, "data", "cache", "ledger");
  Deno.mkdirSync(dirname(path), { recursive: true });
  Deno.writeTextFileSync(path, "");
  Deno.env.set("LEDGER", path);
  return {
    names: () => Deno.readTextFileSync(path).trim().split("\n").filter((name) => name !== ""),
    [Symbol.dispose]: () => Deno.env.delete("LEDGER"),
  };
}

const PUBLISHED = ["last.txt", "end.txt", ...[0, 1, 2, 3].map((i) => `folder/${i}.txt`)];

function published(project: Project): string {
  return PUBLISHED.map((name) => project.read(`results/twelve/latest/${name}`)).join("\n");
}

const ROOT = new URL("..", import.meta.url).pathname;

/** The main job at its smallest, on as many cores here as there: threads decide how numbers add up. */
const TINY = {
  ...SMALL_MAIN_JOB,
  ...{ baseSteps: 4, prosecoSteps: 2, mdmSteps: 2, count: 8, steps: [2], gammas: [1] },
};

const WHOLE = ["data", "base", "mdm", "proseco", "mdm-samples", "proseco-samples", "mdm-bound"];

/** Runs the main job at its smallest; gives the hash of every output of every instance. */
async function runTiny(
  folder: string,
  where: Executor | "slurm",
): Promise<Record<string, readonly string[]>> {
  const tasks = [...WHOLE, "proseco-bound"].map((name) =>
    `  ${name}: { resources: { cpus: 2 } }\n`
  );
  const path = join(folder, "tiny.yaml");
  Deno.mkdirSync(folder);
  Deno.writeTextFileSync(
    path,
    `extends: ${join(ROOT, "pipelines", "qm9-guided.yaml")}\ntasks:\n${tasks.join("")}`,
  );
  const store = Store.open(join(folder, "store"));
  const executor = where === "slurm" ? new SlurmExecutor({ store, ...OFTEN }) : where;
  const pipeline = await loadPipeline(path, { root: ROOT, set: settingsOf(TINY) });
  const result = await run(pipeline, { store, results: join(folder, "results"), executor });
  strictEqual(result.status, "done");
  const hashes = [...result.manifests].map(([name, { outputs }]) => [
    name,
    Object.entries(outputs).map(([output, { hash }]) => `${output} ${hash}`),
  ]);
  return Object.fromEntries(hashes);
}

const CELLS = 200;

/** A matrix of many quick cells, and a task that gathers them. */
const MATRIX = `params:
  names: ${JSON.stringify(Array.from({ length: CELLS }, (_, i) => `n${i}`))}
tasks:
  cells:
    uses: test/slow
    matrix: { name: "\${params.names}" }
    with: { name: "\${matrix.name}", steps: 1, pause: 1 }
  all:
    uses: test/slow
    with: { name: all, parts: "\${tasks.cells.text}" }
outputs:
  all.txt: \${tasks.all.text}
`;

/** Two tasks that take some seconds, and one after them. */
const PAIR = `tasks:
  pair:
    uses: test/slow
    matrix: { name: [a, b] }
    with: { name: "\${matrix.name}", steps: 80, pause: 100 }
  both:
    uses: test/slow
    with: { name: both, parts: "\${tasks.pair.text}" }
`;

/** One task that takes some seconds, with a checkpoint after each tenth. */
const LONG = `params: { steps: 40 }
tasks:
  long:
    uses: test/slow
    with: { name: long, steps: "\${params.steps}", pause: 100 }
`;

Deno.test({
  name: `Pipelines run on a Slurm cluster${why === undefined ? "" : ` (${why})`}`,
  ignore: why !== undefined,
  async fn(test) {
    // More than there are: Slurm gives a core that became free to the next about once a second.
    await using cluster = await Cluster.start({ cpus: 6 });
    const jobs = (format: string) =>
      cluster.command("squeue", "--me", "--array", "--states=all", "-h", "-o", format);

    // Slurm counts limits in minutes, so that this one has all the others to wait for.
    using late = new Project();
    late.replace("pipelines/faulty.yaml", "timeout: 20s", "timeout: 0.5s");
    late.replace("pipelines/faulty.yaml", "retry: 1", "retry: 0");
    const timeout = runOnSlurm(late, "faulty", { set: ["fault=hangs"], until: ["faulty"] });

    await test.step("twelve tasks leave the same bytes as on this machine", async () => {
      using here = new Project();
      using there = new Project();
      await here.run("twelve");
      const run = await runOnSlurm(there, "twelve");
      strictEqual(run.status, "done");
      strictEqual(run.counts.ran, 12);
      strictEqual(published(there), published(here));
      ok(run.events.some(({ type }) => type === "progress"));
      // A job of its own bears the name of its key.
      const { key } = run.manifests.get("fourth")!;
      match(await jobs("%j %T"), new RegExp(`^${key} COMPLETED$`, "m"));
      deepStrictEqual(run.warnings, []);
    });

    await test.step("two hundred cells go as one array, through ten deaths of the run", async () => {
      using project = new Project();
      using ledger = withLedger(project);
      project.write("pipelines/matrix.yaml", MATRIX);
      const count = async () => (await jobs("%i")).match(/^\d/gm)?.length ?? 0;
      const before = await count();
      const command = ["matrix", "--executor", "slurm", "--jobs", "20"];
      for (let kills = 0; kills < 10; kills++) {
        const child = project.spawn(...command);
        const output = child.output();
        const seen = ledger.names().length;
        await waitUntil("no cell ran", () => ledger.names().length > seen + 3 + kills);
        child.kill("SIGKILL");
        await output;
      }
      ok(ledger.names().length < CELLS, "the cells had all run before the tenth death");
      const { code, stderr } = await project.command(...command);
      strictEqual(code, 0, stderr);
      const names = ledger.names();
      strictEqual(names.length, CELLS + 1);
      strictEqual(new Set(names).size, CELLS + 1);
      // Each cell was submitted once, all of them at one time.
      strictEqual(await count() - before, CELLS + 1);
      strictEqual((await jobs("%F %j")).match(/^\d+ matrix$/gm)?.length, CELLS);
      strictEqual(new Set((await jobs("%F %j")).match(/^\d+ matrix$/gm)).size, 1);
    });

    await test.step("a killed controller is waited for, and jobs go on meanwhile", async () => {
      using project = new Project();
      using ledger = withLedger(project);
      project.write("pipelines/pair.yaml", PAIR);
      let count = 0;
      const running = firstEvent(({ type }) => type === "running" && ++count === 2);
      const away = firstEvent((event) =>
        event.type === "warning" && event.message.includes("contact slurm controller")
      );
      const run = runOnSlurm(project, "pair", {
        onTold(event) {
          running.onTold(event);
          away.onTold(event);
        },
      });
      await running.told;
      await cluster.killController();
      match((await away.told as { message: string }).message, /trying again every 1 s/);
      cluster.startController();
      const { status, warnings } = await run;
      strictEqual(status, "done");
      ok(warnings.includes("Slurm answers again"), warnings.join("\n"));
      deepStrictEqual(ledger.names().sort(), ["a", "b", "both"]);
    });

    await test.step("a drained node is told, and waited for", async () => {
      using project = new Project();
      const waits = firstEvent((event) =>
        event.type === "warning" && event.message.includes("DRAINED")
      );
      const update = (...state: string[]) =>
        cluster.command("scontrol", "update", `nodename=${cluster.host}`, ...state);
      await update("state=drain", "reason=test");
      const run = runOnSlurm(project, "words", { onTold: waits.onTold });
      match((await waits.told as { message: string }).message, /^Slurm: 3 jobs wait, such as /);
      await update("state=resume");
      strictEqual((await run).status, "done");
    });

    await test.step("a failure is told with state, exit code, node and the end of the log", async () => {
      using project = new Project();
      const { events, status } = await runOnSlurm(project, "faulty", { set: ["fault=throws"] });
      strictEqual(status, "failed");
      strictEqual(events.filter(({ type }) => type === "retry").length, 1);
      const failed = events.find((event) => event.type === "failed")!;
      match(
        failed.message,
        /^the loss is not a number\njob \d+: FAILED, exit code \d+, on \S+\n[^]*at .*faulty\.ts/,
      );
      match(Deno.readTextFileSync(failed.log), /^--- faulty [0-9a-f]{64} submitted as job \d+\n/);
    });

    await test.step("what Slurm does not take fails as it says", async () => {
      using project = new Project();
      project.replace("pipelines/words.yaml", "params:", "slurm: { partition: nope }\nparams:");
      const { code, stderr } = await project.command("words", "--executor", "slurm");
      strictEqual(code, 1);
      match(stderr, /Slurm does not take the job: .*[Ii]nvalid partition/);
    });

    await test.step("a job that another cancels runs again, from its checkpoint", async () => {
      using project = new Project();
      using ledger = withLedger(project);
      project.write("pipelines/long.yaml", LONG);
      const progress = firstEvent((event) => event.type === "progress" && event.progress.done >= 5);
      const run = runOnSlurm(project, "long", { onTold: progress.onTold });
      await progress.told;
      await cluster.command(
        "scancel",
        "--me",
        "--name",
        namesIn(join(project.store.path, "work"))[0]!,
      );
      const { status, events } = await run;
      strictEqual(status, "done");
      const retry = events.find((event) => event.type === "retry")!;
      match(retry.message, /^it was cancelled\njob \d+: CANCELLED/);
      deepStrictEqual(ledger.names(), ["long", "long"]);
      const first = events.find((event, i) =>
        event.type === "progress" && events.slice(0, i).includes(retry)
      ) as RunEvent & { type: "progress" };
      ok(first.progress.done > 5, "it did not go on from its checkpoint");
    });

    await test.step("cancel ends the jobs of one pipeline in one store, and no others", async () => {
      using ours = new Project();
      using others = new Project();
      for (const project of [ours, others]) project.write("pipelines/long.yaml", LONG);
      const start = (project: Project) => {
        const { onTold, told } = firstEvent(({ type }) => type === "progress");
        return { run: runOnSlurm(project, "long", { onTold }), told };
      };
      const first = start(ours), second = start(others);
      await Promise.all([first.told, second.told]);
      const { stdout, stderr } = await ours.command("cancel", "long");
      strictEqual(stdout, "Cancelled 1 job of long\n", stderr);
      const { status, events } = await first.run;
      strictEqual(status, "stopped");
      ok(!events.some(({ type }) => type === "retry"));
      strictEqual((await second.run).status, "done");
      match((await ours.command("cancel", "long")).stdout, /^No job of long is waiting or running/);
    });

    await test.step("--detach leaves the whole run to Slurm, and does so once", async () => {
      using project = new Project();
      const command = ["words", "--executor", "slurm", "--detach"];
      const first = await project.command(...command);
      match(first.stdout, /^words goes on as job \d+ of Slurm\n/, first.stderr);
      match((await project.command(...command)).stdout, /^words is already job \d+ of Slurm\n/);
      await waitUntil(
        "the run has not ended",
        () =>
          [...Deno.readDirSync(join(project.root, "results"))].some(({ name }) =>
            name === "words"
          ) &&
          [...Deno.readDirSync(join(project.root, "results", "words"))]
            .some(({ name }) => name === "latest"),
        60,
      );
      match(project.read("results/words/latest/report.txt"), /^Counts of 3\n/);
    });

    await test.step("the tiny end-to-end pipeline leaves the same bytes as on this machine", async () => {
      const folder = Deno.makeTempDirSync({ prefix: "slurm-qm9-" });
      try {
        const here = await runTiny(join(folder, "here"), new LocalExecutor());
        const there = await runTiny(join(folder, "there"), "slurm");
        deepStrictEqual(there, here);
        ok(Object.keys(here).includes("report"), Object.keys(here).join(" "));
      } finally {
        Deno.removeSync(folder, { recursive: true });
      }
    });

    await test.step("a task that takes too long is ended by Slurm", async () => {
      const { status, events } = await timeout;
      strictEqual(status, "failed");
      const { message } = events.find((event) => event.type === "failed")!;
      match(message, /^it took longer than its timeout of 0\.5 s\njob \d+: TIMEOUT/);
    });
  },
});
