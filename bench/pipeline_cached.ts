/**
 * Times what users wait for although nothing is to do, from process start and with the peak of memory:
 *
 * ```sh
 * deno run -A bench/pipeline_cached.ts [start | hashing | qm9-guided | COUNT ...]
 * ```
 *
 * A count is of tasks that do nothing and are all cached; beside it, where it is installed, Snakemake
 * with as many files that are up to date. `start` is a program that does nothing, `hashing` reads a
 * gigabyte, and `qm9-guided` runs the main job at its smallest size and then times it cached.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Executor, loadPipeline, run, Store } from "../src/pipeline/mod.ts";
import { hashFile } from "../src/support/files.ts";
import { keyOf, type KeyParts } from "../src/pipeline/store/manifest.ts";
import { settingsOf, SMALL_MAIN_JOB } from "../tests/small_main_job.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const PERMISSIONS = ["read", "write", "env", "net", "run", "ffi", "sys"].map((name) =>
  `--allow-${name}`
);
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

/** Runs a command several times and takes the one in the middle. */
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
    const figures = lines.at(-1)!.split(" ").map(Number);
    const [seconds, user, system, kib] = figures as [number, number, number, number];
    all.push({ seconds, cpuSeconds: user + system, peakMiB: Math.round(kib / 1024) });
  }
  return all.sort((a, b) => a.seconds - b.seconds)[REPEATS >> 1]!;
}

function write(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

async function withFolder<T>(use: (path: string) => Promise<T>): Promise<T> {
  const path = Deno.makeTempDirSync({ prefix: "bench-" });
  try {
    return await use(path);
  } finally {
    Deno.removeSync(path, { recursive: true });
  }
}

function timeOurs(count: number): Promise<Timing> {
  return withFolder(async (root) => {
    Deno.mkdirSync(join(root, "tasks", "bench"), { recursive: true });
    Deno.mkdirSync(join(root, "pipelines"));
    Deno.writeTextFileSync(join(root, "tasks", "bench", "none.ts"), TASK_SOURCE);
    Deno.writeTextFileSync(join(root, "pipelines", "many.yaml"), pipelineOf(count));
    await run(await loadPipeline("many", { root }), {
      store: Store.open(join(root, "results", ".store")),
      results: join(root, "results"),
      executor: new StoringExecutor(),
    });
    return await time(root, Deno.execPath(), ["run", ...PERMISSIONS, MAIN, "many"]);
  });
}

function timeSnakemake(count: number): Promise<Timing | undefined> {
  return withFolder(async (root) => {
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
    }
  });
}

/** The main job at its smallest size, whose cached run is that of any other size. */
const SMALL = settingsOf({ ...SMALL_MAIN_JOB, steps: [8, 16] }).flatMap((setting) => [
  "--set",
  setting,
]);

function timeMainJob(): Promise<Timing> {
  return withFolder(async (folder) => {
    const places = ["--results", folder, "--store", join(folder, ".store")];
    const program = join(ROOT, "src", "commands", "pipeline.ts");
    const args = ["run", ...PERMISSIONS, program, "qm9-guided", ...places, ...SMALL];
    const options = { args, cwd: ROOT, stdout: "null", stderr: "inherit" } as const;
    const { success } = await new Deno.Command(Deno.execPath(), options).output();
    if (!success) throw new Error("qm9-guided failed");
    return await time(ROOT, Deno.execPath(), args);
  });
}

/** Bytes a second of the hashing that the store does, on one core. */
function hashingSpeed(): Promise<number> {
  return withFolder((folder) => {
    const path = join(folder, "gigabyte");
    const block = crypto.getRandomValues(new Uint8Array(65_536));
    const file = Deno.openSync(path, { write: true, create: true });
    for (let i = 0; i < 2 ** 30 / block.length; i++) file.writeSync(block);
    file.close();
    const speeds = Array.from({ length: REPEATS }, () => {
      const start = performance.now();
      const { bytes } = hashFile(path);
      return bytes / (performance.now() - start) * 1000;
    });
    return Promise.resolve(speeds.sort((a, b) => a - b)[REPEATS >> 1]!);
  });
}

function show({ seconds, cpuSeconds, peakMiB }: Timing): string {
  return `${seconds.toFixed(2)} s (${cpuSeconds.toFixed(2)} s of CPU), ${peakMiB} MiB`;
}

async function measure(what: string): Promise<void> {
  if (what === "hashing") {
    write(`hashing: ${((await hashingSpeed()) / 1e9).toFixed(2)} GB/s`);
  } else if (what === "start") {
    write(`start of Deno: ${show(await time(ROOT, Deno.execPath(), ["eval", "0"]))}`);
  } else if (what === "qm9-guided") {
    write(`qm9-guided, cached: ${show(await timeMainJob())}`);
  } else {
    const count = Number(what);
    write(`${count} cached tasks: ${show(await timeOurs(count))}`);
    const peer = await timeSnakemake(count);
    write(`  snakemake: ${peer === undefined ? "not installed" : show(peer)}`);
  }
}

const ALL = ["start", "hashing", "qm9-guided", "10", "1000", "10000"];
for (const what of Deno.args.length > 0 ? Deno.args : ALL) await measure(what);
