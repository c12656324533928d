import { resolve } from "node:path";
import { LineSplitter } from "../../support/line_splitter.ts";
import { UserError } from "../../support/user_error.ts";

/** Options of {@linkcode runProgram}. */
export interface RunProgramOptions {
  /** Folder that it starts in. */
  readonly cwd: string;
  /** Variables that it sees beside those of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Aborted to let it end: it gets SIGTERM. */
  readonly signal: AbortSignal;
  /**
   * Whether this process leads a process group, as that of a task does: all in it then get the signal,
   * what the program started as well, and this process, too. @default {false}
   */
  readonly leadsGroup?: boolean;
  /** Given each line that it writes, without its line break. */
  readonly onLine: (line: string) => void;
  /** File for its standard output, whose lines are then not told. */
  readonly stdout?: string;
}

const MOST_LAST_LINES = 8;

function start(name: string, options: Deno.CommandOptions): Deno.ChildProcess {
  const program = name === "deno" ? Deno.execPath() : name.includes("/") ? resolve(name) : name;
  try {
    return new Deno.Command(program, options).spawn();
  } catch (cause) {
    throw new UserError(`Cannot start "${name}": ${(cause as Error).message}`, { cause });
  }
}

/**
 * Runs a program to its end.
 *
 * @throws {UserError} If it cannot be started, or ends with another code than 0.
 * @throws The reason of `signal`, if that was aborted.
 */
export async function runProgram(
  [name, ...args]: readonly string[],
  { cwd, env, signal, leadsGroup = false, onLine, stdout }: RunProgramOptions,
): Promise<void> {
  signal.throwIfAborted();
  const child = start(name!, { args, cwd, env, stdin: "null", stdout: "piped", stderr: "piped" });
  const stop = () => {
    try {
      // A shell leaves what it waits for running.
      if (leadsGroup && Deno.build.os !== "windows") Deno.kill(-Deno.pid, "SIGTERM");
      else child.kill("SIGTERM");
    } catch {
      // It has ended already.
    }
  };
  signal.addEventListener("abort", stop);
  const lastLines: string[] = [];
  const decoder = new TextDecoder();
  const readLines = async (stream: ReadableStream<Uint8Array>) => {
    const splitter = new LineSplitter((bytes) => {
      const line = decoder.decode(bytes).replace(/\r?\n$/, "");
      if (lastLines.push(line) > MOST_LAST_LINES) lastLines.shift();
      onLine(line);
    });
    for await (const chunk of stream) splitter.push(chunk);
    splitter.end();
  };
  const keep = async (path: string) => {
    const file = await Deno.open(path, { write: true, createNew: true });
    await child.stdout.pipeTo(file.writable);
  };
  try {
    const [status] = await Promise.all([
      child.status,
      stdout === undefined ? readLines(child.stdout) : keep(stdout),
      readLines(child.stderr),
    ]);
    signal.throwIfAborted();
    if (status.success) return;
    const { code, signal: killed } = status;
    const how = killed === null ? `ended with exit code ${code}` : `was killed by ${killed}`;
    throw new UserError([`"${name}" ${how}`, ...lastLines].join("\n"));
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
