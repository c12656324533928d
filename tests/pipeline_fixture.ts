import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type Executor,
  type LoadOptions,
  loadPipeline,
  type Message,
  type Outcome,
  run,
  type RunEvent,
  type RunOptions,
  type RunResult,
  Store,
} from "../src/pipeline/mod.ts";
import { executeJob } from "../src/pipeline/worker/execute_job.ts";
import { describeError } from "../src/pipeline/worker/describe_error.ts";
import { runTask } from "../src/pipeline/worker/run_task.ts";
import type { TaskEnd, TaskOrder } from "../src/pipeline/worker/task_order.ts";

const FIXTURES = fileURLToPath(new URL("./fixtures/", import.meta.url));
const ENGINE = new URL("../src/pipeline/", import.meta.url).href;
const MAIN = fileURLToPath(new URL("../src/pipeline/main.ts", import.meta.url));

/** Runs instances in this process: for tests of what runs, not of how. */
export class InProcessExecutor implements Executor {
  /** Instances in the order in which they ended. */
  readonly ran: string[] = [];

  start(...[job, { store, onMessage }]: Parameters<Executor["start"]>) {
    const stop = new AbortController();
    let outcome: Outcome = { status: "failed", message: "it reported nothing" };
    const report = (message: Message) => {
      if (message.type === "done") outcome = { status: "done", cached: message.cached };
      if (message.type === "failed") outcome = { status: "failed", message: message.message };
      if (message.type === "damaged") outcome = { status: "damaged", damage: message.damage };
      if (message.type === "stopped") outcome = { status: "stopped" };
      onMessage(message);
    };
    const { signal } = stop;
    const perform = async (order: TaskOrder): Promise<TaskEnd> => {
      try {
        return { status: "wrote", facts: await runTask(order, { report, signal }) };
      } catch (error) {
        return signal.aborted
          ? { status: "stopped" }
          : { status: "failed", message: describeError(error) };
      }
    };
    const host = () => ({ pid: Deno.pid, perform });
    const done = executeJob(Store.open(store), job.key, { host, report, signal })
      .catch(() => {})
      .then(() => {
        this.ran.push(job.instance);
        return outcome;
      });
    return { outcome: done, stop: () => stop.abort(), kill: () => stop.abort() };
  }
}

/** What a run in a {@linkcode Project} did. */
export interface ProjectRun extends RunResult {
  readonly events: readonly RunEvent[];
  /** Instances that ran, sorted. */
  readonly ran: readonly string[];
}

/** A folder with the fixtures' tasks and pipelines, to be changed and thrown away. */
export class Project implements Disposable {
  readonly root = Deno.makeTempDirSync({ prefix: "pipeline-" });

  constructor() {
    copyFolder(FIXTURES, this.root);
    this.write("deno.json", JSON.stringify({ imports: { zod: "npm:zod@4.6.7" } }));
    this.write("deno.lock", JSON.stringify({ specifiers: { "npm:zod@4.6.7": "4.6.7" } }));
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.root, { recursive: true });
  }

  get store(): Store {
    return Store.open(join(this.root, "results", ".store"));
  }

  read(path: string): string {
    return Deno.readTextFileSync(join(this.root, path));
  }

  write(path: string, text: string): void {
    Deno.mkdirSync(dirname(join(this.root, path)), { recursive: true });
    Deno.writeTextFileSync(join(this.root, path), text);
  }

  /** Replaces the one place where a text stands in a file. */
  replace(path: string, from: string, to: string): void {
    const text = this.read(path);
    if (text.split(from).length !== 2) throw new Error(`"${from}" does not stand once in ${path}`);
    this.write(path, text.replace(from, () => to));
  }

  load(name: string, options: LoadOptions = {}) {
    return loadPipeline(name, { root: this.root, ...options });
  }

  /** Loads and runs a pipeline in this process. */
  async run(
    name: string,
    { load, ...options }: Partial<RunOptions> & { load?: LoadOptions } = {},
  ): Promise<ProjectRun> {
    const events: RunEvent[] = [];
    const result = await run(await this.load(name, load), {
      store: this.store,
      results: join(this.root, "results"),
      executor: new InProcessExecutor(),
      retryDelay: 1,
      onEvent: (event) => events.push(event),
      ...options,
    });
    const ran = events.flatMap((event) => event.type === "finished" ? [event.instance] : []);
    return { ...result, events, ran: ran.sort() };
  }

  /** Starts the command line in a process of its own. */
  spawn(...args: string[]): Deno.ChildProcess {
    const permissions = ["read", "write", "env", "net", "run", "ffi", "sys"];
    return new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", ...permissions.map((name) => `--allow-${name}`), MAIN, ...args],
      cwd: this.root,
      env: { NO_COLOR: "1" },
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  /** Runs the command line to its end. */
  async command(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const { code, stdout, stderr } = await this.spawn(...args).output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  }
}

/** Copies a folder of texts, whose imports of the engine then mean the one here. */
export function copyFolder(from: string, to: string): void {
  Deno.mkdirSync(to, { recursive: true });
  for (const { name, isDirectory } of Deno.readDirSync(from)) {
    const source = join(from, name), target = join(to, name);
    if (isDirectory) copyFolder(source, target);
    else {
      const text = Deno.readTextFileSync(source);
      Deno.writeTextFileSync(target, text.replace(/"(\.\.\/)+src\/pipeline\//, `"${ENGINE}`));
    }
  }
}
