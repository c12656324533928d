/**
 * Times fully cached runs of many tasks from process start, with the peak of memory:
 * `deno run -A bench/pipeline_cached.ts [COUNT ...]`. Beside it, where it is installed, Snakemake on
 * as many rules' outputs that are up to date.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Executor, loadPipeline, run, Store } from "../src/pipeline/mod.ts";
import { keyOf, type KeyParts } from "../src/pipeline/store/manifest.ts";

const MAIN = fileURLToPath(new URL("../src/pipeline/main.ts", import.meta.url));
const TASK = new URL("../src/pipeline/task.ts", import.meta.url).href;
const REPEATS = 5;

const TASK_SOURCE = `import { z } from "zod";
import { defineTask } from "${TASK}";
export default defineTask({
  kind: "bench/none",
  description: "Writes its number.",
  params: z.strictObject({ number: z.int() }),
  inputs: { before: { description: "Another's.", optional: true } },
  outputs: { text: "The number." },
  run: ({ params, outputs }) => Deno.writeTextFile(outputs.text, String(params.number)),
});
`;

/** Half of the tasks read the other half. */
function pipelineOf(count: number): string {
  return `params:
  numbers: ${JSON.stringify(Array.from({ length: count / 2 }, (_, i) => i))}
tasks:
  first:
    uses: bench/none
    matrix: { number: "\${params.numbers}" }
    with: { number: "\${matrix.number}" }
  second:
    uses: bench/none
    foreach: first
    with: { number: "\${matrix.number}", before: "\${tasks.first.text}" }
`;
}

/** Stores what each instance would write, without the cost of ten thousand processes. */
class StoringExecutor implements Executor {
  start(...[job, options]: Parameters<Executor["start"]>) {
    const store = Store.open(options.store);
    const parts: KeyParts = job.parts;
    const path = join(store.path, "incoming", keyOf(parts));
    Deno.mkdirSync(join(store.path, "incoming"), { recursive: true });
    Deno.writeTextFileSync(path, `${job.instance}\n`);
    const text = store.objects.take(path, "text");
    const { key, instance, pipeline, run } = job;
    const rest = { facts: {}, startedAt: new Date().toISOString(), seconds: 0, host: "", deno: "" };
    store.writeManifest({ key, instance, pipeline, run, parts, outputs: { text }, ...rest });
    Deno.removeSync(store.workFolder(key), { recursive: true });
    const done = { status: "done", cached: false } as const;
    return { outcome: Promise.resolve(done), stop() {}, kill() {} };
  }
}

interface Timing {
  readonly seconds: number;
  /** User and system time. */
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

/** Runs a command several times and takes the fastest. */
async function time(cwd: string, command: string, args: string[]): Promise<Timing> {
  const all: Timing[] = [];
  for (let i = 0; i < REPEATS; i++) {
    const { success, stderr } = await new Deno.Command("/usr/bin/time", {
      args: ["-f", "%e %U %S %M", command, ...args],
      cwd,
      stdout: "null",
      stderr: "piped",
    }).output();
    const lines = new TextDecoder().decode(stderr).trim().split("\n");
    if (!success) throw new Error(lines.join("\n"));
    const [seconds, user, system, kib] = lines.at(-1)!.split(" ").map(Number);
    all.push({ seconds, cpuSeconds: user + system, peakMiB: Math.round(kib / 1024) });
  }
  return all.sort((a, b) => a.seconds - b.seconds)[0];
}

function write(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

async function timeOurs(count: number): Promise<Timing> {
  const root = Deno.makeTempDirSync({ prefix: "bench-" });
  Deno.mkdirSync(join(root, "tasks", "bench"), { recursive: true });
  Deno.mkdirSync(join(root, "pipelines"));
  Deno.writeTextFileSync(join(root, "tasks", "bench", "none.ts"), TASK_SOURCE);
  Deno.writeTextFileSync(join(root, "pipelines", "many.yaml"), pipelineOf(count));
  try {
    await run(await loadPipeline("many", { root }), {
      store: Store.open(join(root, "results", ".store")),
      results: join(root, "results"),
      executor: new StoringExecutor(),
    });
    const permissions = ["read", "write", "env", "net", "run", "ffi", "sys"];
    const args = ["run", ...permissions.map((name) => `--allow-${name}`), MAIN, "many"];
    return await time(root, Deno.execPath(), args);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

async function timeSnakemake(count: number): Promise<Timing | undefined> {
  const root = Deno.makeTempDirSync({ prefix: "bench-" });
  const snakefile = `N = ${count / 2}
rule all:
    input: expand("second/{i}.txt", i=range(N))
rule first:
    output: "first/{i}.txt"
    shell: "echo {wildcards.i} > {output}"
rule second:
    input: "first/{i}.txt"
    output: "second/{i}.txt"
    shell: "cat {input} > {output}"
`;
  Deno.writeTextFileSync(join(root, "Snakefile"), snakefile);
  for (const folder of ["first", "second"]) {
    Deno.mkdirSync(join(root, folder));
    for (let i = 0; i < count / 2; i++) {
      Deno.writeTextFileSync(join(root, folder, `${i}.txt`), `${i}\n`);
    }
  }
  try {
    return await time(root, "snakemake", ["--cores", "2"]);
  } catch {
    return undefined;
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

function show({ seconds, cpuSeconds, peakMiB }: Timing): string {
  return `${seconds.toFixed(2)} s (${cpuSeconds.toFixed(2)} s of CPU), ${peakMiB} MiB`;
}

const counts = Deno.args.length > 0 ? Deno.args.map(Number) : [10, 1000, 10_000];
for (const count of counts) {
  write(`${count} cached tasks: ${show(await timeOurs(count))}`);
  const peer = await timeSnakemake(count);
  write(`  snakemake: ${peer === undefined ? "not installed" : show(peer)}`);
}
