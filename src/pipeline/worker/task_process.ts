import { LineSplitter } from "../../support/line_splitter.ts";
import { remove } from "../../support/files.ts";
import { join } from "node:path";
import { LONGEST_MESSAGE, MARK, type Message, parseOutput } from "./protocol.ts";
import type { TaskEnd, TaskOrder } from "./task_order.ts";
import { permissionFlags, taskEnvironment, type TaskNeeds } from "./task_permissions.ts";

const MODULE = new URL("./task_main.ts", import.meta.url).href;
const hasGroups = Deno.build.os !== "windows";
const LONGEST_TEXT = 1 << 16;
const MOST_LAST_LINES = 5;
/** Milliseconds for which what a task left behind may hold its output open. */
const DRAIN = 1000;

/** What is to be told of a running task. */
export interface TaskListeners {
  /** Told of progress and of what is logged. */
  readonly report: (message: Message) => void;
  /** Given what it writes that is no message. */
  readonly output: (bytes: Uint8Array) => void;
}

/** What an ended process says of itself where it could not report any more. */
function describeEnd({ code, signal }: Deno.CommandStatus, lastLines: readonly string[]): string {
  const how = signal === null ? `ended with exit code ${code}` : `was killed by ${signal}`;
  const hint = signal === "SIGKILL" ? ": perhaps the machine ran out of memory" : "";
  return [`its process ${how}${hint}`, ...lastLines].join("\n");
}

/** A process that does the work of one task, with the rights that the task declares and no others. */
export class TaskProcess {
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #listeners: TaskListeners;
  readonly #end: Promise<TaskEnd>;
  readonly #closed: Promise<void>;
  readonly #lastLines: string[] = [];
  #settle: (end: TaskEnd) => void = () => {};

  /**
   * Starts the process, which waits for its order.
   *
   * @throws {UserError} If a path that it needs cannot be told to it.
   */
  constructor(needs: TaskNeeds, listeners: TaskListeners) {
    const temporary = join(needs.folder, "tmp");
    remove(temporary);
    Deno.mkdirSync(temporary, { recursive: true });
    this.#listeners = listeners;
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", ...permissionFlags(needs), MODULE],
      clearEnv: true,
      env: {
        ...taskEnvironment(needs.permissions),
        NO_COLOR: "1",
        TMPDIR: temporary,
        ...needs.environment,
      },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      // A group of its own: Ctrl-C reaches the runner, which then stops the tasks in order.
      detached: hasGroups,
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#end = new Promise((resolve) => this.#settle = resolve);
    this.#closed = this.#follow();
  }

  /** Id of the process. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Lets the task do its work. */
  perform(order: TaskOrder): Promise<TaskEnd> {
    // A process that has died shows itself by its end.
    this.#writer.write(new TextEncoder().encode(`${JSON.stringify(order)}\n`)).catch(() => {});
    return this.#end;
  }

  /** Asks the task to stop in order; what it started is its own to stop. */
  stop(): void {
    try {
      this.#child.kill("SIGINT");
    } catch {
      // It has ended already.
    }
  }

  /** Ends the process and all that it started. */
  kill(): void {
    try {
      if (hasGroups) Deno.kill(-this.#child.pid, "SIGKILL");
      else this.#child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
  }

  /** Lets the process go and waits until it has. */
  async close(): Promise<void> {
    await this.#writer.close().catch(() => {});
    await this.#closed;
  }

  #onLine(bytes: Uint8Array): void {
    const hasMark = bytes.includes(MARK.charCodeAt(0));
    const { text, message } = hasMark ? parseOutput(new TextDecoder().decode(bytes)) : {};
    if (message === undefined) return this.#listeners.output(bytes);
    if (text !== undefined) this.#listeners.output(new TextEncoder().encode(`${text}\n`));
    switch (message.type) {
      case "progress":
      case "log":
        return this.#listeners.report(message);
      case "wrote":
        return this.#settle({ status: "wrote", facts: message.facts });
      case "stopped":
        return this.#settle({ status: "stopped" });
      case "failed":
        return this.#settle({ status: "failed", message: message.message });
    }
  }

  #onErrorLine(bytes: Uint8Array): void {
    this.#listeners.output(bytes);
    const text = new TextDecoder().decode(bytes).trimEnd();
    if (this.#lastLines.push(text) > MOST_LAST_LINES) this.#lastLines.shift();
  }

  async #follow(): Promise<void> {
    const longest = ([first]: Uint8Array) =>
      first === MARK.charCodeAt(0) ? LONGEST_MESSAGE : LONGEST_TEXT;
    const readers: ReadableStreamDefaultReader<Uint8Array>[] = [];
    const drain = async (stream: ReadableStream<Uint8Array>, splitter: LineSplitter) => {
      const reader = stream.getReader();
      readers.push(reader);
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        splitter.push(part.value);
      }
      splitter.end();
    };
    const drained = Promise.all([
      drain(this.#child.stdout, new LineSplitter((line) => this.#onLine(line), { longest })),
      drain(this.#child.stderr, new LineSplitter((line) => this.#onErrorLine(line))),
    ]).catch((error: Error) => this.#settle({ status: "failed", message: error.message }));
    // The status decides: something the task left behind may hold its output open.
    const status = await this.#child.status;
    this.kill();
    const timer = setTimeout(() => {
      for (const reader of readers) reader.cancel().catch(() => {});
    }, DRAIN);
    await drained;
    clearTimeout(timer);
    this.#settle({ status: "failed", message: describeEnd(status, this.#lastLines) });
  }
}
