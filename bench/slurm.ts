/**
 * Times tasks that do nothing on a Slurm cluster of one node on this machine, beside `sbatch` by hand
 * of the same commands: `deno run -A bench/slurm.ts [COUNT]`. The difference is what following the
 * jobs costs.
 */
import { join } from "node:path";
import {
  type Executor,
  type Job,
  loadPipeline,
  run,
  type RunStatus,
  Store,
} from "../src/pipeline/mod.ts";
import { SlurmExecutor } from "../src/pipeline/executors/slurm/slurm_executor.ts";
import { execCommandLine } from "../src/pipeline/root.ts";
import { shellQuote } from "../src/support/shell_quote.ts";
import { Cluster, waitUntil, whyNoCluster } from "../tests/slurm_fixture.ts";

const TASK = new URL("../src/pipeline/task.ts", import.meta.url).href;

const TASK_SOURCE = `import { z } from "zod";
import { defineTask } from "${TASK}";
export default defineTask({
  kind: "bench/none",
  description: "Writes its number.",
  params: z.strictObject({ number: z.int() }),
  inputs: {},
  outputs: { text: "The number." },
  run: ({ params, outputs }) => Deno.writeTextFile(outputs.text, String(params.number)),
});
`;

function write(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

function project(count: number): string {
  const root = Deno.makeTempDirSync({ prefix: "bench-" });
  Deno.mkdirSync(join(root, "tasks", "bench"), { recursive: true });
  Deno.mkdirSync(join(root, "pipelines"));
  Deno.writeTextFileSync(join(root, "tasks", "bench", "none.ts"), TASK_SOURCE);
  const numbers = JSON.stringify(Array.from({ length: count }, (_, i) => i));
  Deno.writeTextFileSync(
    join(root, "pipelines", "many.yaml"),
    `tasks:
  many:
    uses: bench/none
    matrix: { number: ${numbers} }
    with: { number: "\${matrix.number}" }
`,
  );
  return root;
}

/** Seconds that something takes. */
async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Runs nothing and leaves the jobs in the store. */
class PreparingExecutor implements Executor {
  readonly schedules = true;
  readonly keys: string[] = [];

  start(job: Job) {
    this.keys.push(job.key);
    return { outcome: Promise.resolve({ status: "stopped" } as const), stop() {}, kill() {} };
  }
}

async function runMany(root: string, executor: Executor): Promise<RunStatus> {
  const store = storeOf(root), results = join(root, "results");
  const pipeline = await loadPipeline("many", { root });
  return (await run(pipeline, { store, results, executor })).status;
}

function storeOf(root: string): Store {
  return Store.open(join(root, "results", ".store"));
}

/** Submits an array by hand, and waits until the queue is empty. */
function byHand(cluster: Cluster, count: number, script: string): Promise<number> {
  return seconds(async () => {
    const path = join(cluster.folder, "by-hand.sh");
    Deno.writeTextFileSync(path, `#!/bin/sh\n${script}\n`);
    await cluster.command("sbatch", "-o", "/dev/null", `--array=0-${count - 1}`, path);
    const isEmpty = async () => (await cluster.command("squeue", "--me", "-h")) === "";
    await waitUntil("the queue is not empty", isEmpty, 600);
  });
}

/** Submits by hand the very commands that the executor would submit. */
async function sameByHand(cluster: Cluster, count: number): Promise<number> {
  const root = project(count);
  const prepared = new PreparingExecutor();
  await runMany(root, prepared);
  const keys = join(root, "keys");
  Deno.writeTextFileSync(keys, prepared.keys.join("\n") + "\n");
  const words = [...execCommandLine(), "--store", storeOf(root).path].map(shellQuote).join(" ");
  const key = `$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" ${shellQuote(keys)})`;
  const time = await byHand(cluster, count, `exec ${words} "${key}"`);
  const stored = prepared.keys.filter((key) => storeOf(root).lookUp(key).found !== undefined);
  if (stored.length !== count) throw new Error(`only ${stored.length} of ${count} tasks ran`);
  Deno.removeSync(root, { recursive: true });
  return time;
}

async function ours(count: number, tick: number, interval: number): Promise<number> {
  const root = project(count);
  const executor = new SlurmExecutor({ store: storeOf(root), tick, interval });
  const time = await seconds(async () => {
    const status = await runMany(root, executor);
    if (status !== "done") throw new Error(`the run ended as ${status}`);
  });
  Deno.removeSync(root, { recursive: true });
  return time;
}

const why = whyNoCluster();
if (why !== undefined) {
  write(`There can be no cluster here: it ${why}`);
  Deno.exit(1);
}
const count = Number(Deno.args[0] ?? 50);
await using cluster = await Cluster.start();
const show = (what: string, time: number) =>
  write(`  ${what}: ${time.toFixed(1)} s, ${(1000 * time / count).toFixed(0)} ms a task`);

write(`${count} tasks on a node of 2 cores`);
show("true, by hand", await byHand(cluster, count, "true"));
show("the tasks, by hand", await sameByHand(cluster, count));
show("the tasks as a pipeline", await ours(count, 1000, 10_000));
show("the same, looking ten times as often", await ours(count, 100, 1000));
