import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { readLines } from "../../support/read_lines.ts";
import { WASM_PAGE_BYTES } from "./interpreter/lockdown/wasm_memory.ts";
import type {
  ChildAnswer,
  ChildRequest,
  ChildSettings,
  PermissionStates,
} from "./interpreter/python_protocol.ts";
import type { ProgramResult, PythonProgram } from "./interpreter/verdict.ts";

/** Mebibytes for JavaScript's own objects. */
const JAVASCRIPT_HEAP = 128;

/**
 * Bytes that a process may have besides Python's, and for each processor's threads. V8 sets 1 GiB of
 * them aside for code, which takes no memory.
 */
const PROCESS_BYTES = 1.5 * 2 ** 30, THREAD_BYTES = 2 ** 24;

/** The longest answer: every byte of output as a `\u` escape, and the rest. */
const ANSWER_LENGTH = 2 ** 20;

/** Characters of standard error that are kept. */
const ERROR_LENGTH = 2000;

/** What Deno needs to find its cache; nothing else of the environment is passed on. */
const ENVIRONMENT = [
  "DENO_DIR",
  "HOME",
  "XDG_CACHE_HOME",
  "LOCALAPPDATA",
  "USERPROFILE",
  "SystemRoot",
];

/** Settings of a sandboxed process. */
export type ProcessSettings = Omit<ChildSettings, "pyodideUrl">;

/** Starts a sandboxed process (`python_child.ts`); its standard streams are piped. */
export function spawnPython(settings: ProcessSettings): Deno.ChildProcess {
  const pyodideUrl = new URL("./", import.meta.resolve("pyodide")).href;
  const child = fileURLToPath(new URL("./interpreter/python_child.ts", import.meta.url));
  const readable = [
    fileURLToPath(pyodideUrl),
    fileURLToPath(new URL("./interpreter/python_watchdog.ts", import.meta.url)),
    ...(settings.snapshotPath === null ? [] : [settings.snapshotPath]),
  ];
  const withComma = readable.find((path) => path.includes(","));
  if (withComma !== undefined) {
    // Deno's permission flags separate paths by commas and know no escape.
    throw new Error(`Cannot start the Python sandbox: the path "${withComma}" contains a comma`);
  }
  const command = [
    Deno.execPath(),
    "run",
    "--quiet",
    "--no-prompt",
    "--no-config",
    "--no-lock",
    "--no-npm",
    "--no-remote",
    "--deny-import",
    "--cached-only",
    `--allow-read=${readable.join(",")}`,
    `--v8-flags=--disallow-code-generation-from-strings,--max-old-space-size=${JAVASCRIPT_HEAP}`,
    child,
    JSON.stringify({ ...settings, pyodideUrl } satisfies ChildSettings),
  ];
  // No core dumps, and a limit on what lies outside both heaps, such as JavaScript's array buffers.
  const processBytes = PROCESS_BYTES + THREAD_BYTES * navigator.hardwareConcurrency;
  const kibibytes = (settings.memoryPages * WASM_PAGE_BYTES + processBytes) / 1024;
  const [program = "", ...args] = Deno.build.os === "windows"
    ? command
    : ["/bin/sh", "-c", `ulimit -c 0; ulimit -d ${kibibytes}; exec "$@"`, "sh", ...command];
  const environment = ENVIRONMENT.map((name) => [name, Deno.env.get(name)]);
  return new Deno.Command(program, {
    args,
    cwd: dirname(child),
    clearEnv: true,
    env: Object.fromEntries(environment.filter(([, value]) => value !== undefined)),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** The beginning of a stream as text; the rest is read and dropped. */
export async function readBeginning(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<string> {
  let text = "";
  for await (const part of stream.pipeThrough(new TextDecoderStream())) {
    if (text.length < ERROR_LENGTH) text += part;
  }
  return text.slice(0, ERROR_LENGTH).trim();
}

function crashed(detail: string): ProgramResult {
  return { verdict: "crashed", detail, output: "", outputBytes: 0 };
}

/** A sandboxed process: runs one program after the other, all in the same interpreter. */
export class PythonProcess implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #answers: AsyncIterator<string>;
  readonly #errors: Promise<string>;
  #alive = true;
  #runs = 0;
  /** Settles when the process can run programs, with what the operating system lets it do. */
  readonly ready: Promise<PermissionStates>;

  /** Starts the process. */
  constructor(settings: ProcessSettings) {
    this.#child = spawnPython(settings);
    this.#writer = this.#child.stdin.getWriter();
    this.#answers = readLines(this.#child.stdout, ANSWER_LENGTH);
    this.#errors = readBeginning(this.#child.stderr);
    this.ready = this.#start();
    // Whoever takes the process learns of it.
    this.ready.catch(() => {});
  }

  /** Process id. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Whether it can run a program. */
  get alive(): boolean {
    return this.#alive;
  }

  /** How many programs it was given. */
  get runs(): number {
    return this.#runs;
  }

  async #start(): Promise<PermissionStates> {
    const answer = await this.#nextAnswer();
    if (answer?.kind === "ready") return answer.permissions;
    await this.kill();
    throw new Error(`Cannot start the Python sandbox: ${await this.#errors}`);
  }

  async #nextAnswer(): Promise<ChildAnswer | undefined> {
    try {
      const { value, done } = await this.#answers.next();
      return done ? undefined : JSON.parse(value);
    } catch {
      return undefined;
    }
  }

  /**
   * Runs a program to its verdict, after which the process may be dead.
   *
   * @param timeout Milliseconds.
   */
  async run(program: PythonProgram, timeout: number): Promise<ProgramResult> {
    await this.ready;
    this.#runs++;
    const nonce = crypto.randomUUID();
    const request: ChildRequest = { ...program, nonce };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timedOut = new Promise<"timeout">((resolve) => {
      timer = setTimeout(() => resolve("timeout"), timeout);
    });
    // A process that has died answers with nothing, which says enough.
    this.#writer.write(new TextEncoder().encode(JSON.stringify(request) + "\n")).catch(() => {});
    const answer = await Promise.race([this.#nextAnswer(), timedOut]);
    clearTimeout(timer);

    if (answer === "timeout") {
      await this.kill();
      const detail = `still running after ${timeout / 1000} s`;
      return { ...crashed(detail), verdict: "timeout" };
    }
    if (answer?.kind !== "result" || answer.nonce !== nonce) {
      const wasAlive = answer !== undefined;
      await this.kill();
      const { signal, code } = await this.#child.status;
      return crashed(
        wasAlive
          ? "wrote to the sandbox's channel"
          : `the process ended with ${signal ?? `code ${code}`}`,
      );
    }
    const { verdict, detail, output, outputBytes, broken } = answer;
    if (broken) await this.kill();
    return { verdict, detail, output, outputBytes };
  }

  /** Ends the process at once, whatever it does, and waits until it is gone. */
  async kill(): Promise<void> {
    this.#alive = false;
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
    await this.#child.status;
    await this.#writer.abort().catch(() => {});
    await this.#answers.return?.();
    await this.#errors.catch(() => {});
  }

  /** Ends the process. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}
