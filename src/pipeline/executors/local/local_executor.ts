import type { Execution, ExecutionOptions, Executor, Outcome } from "../executor.ts";
import type { Job } from "../../worker/job.ts";
import { LineSplitter } from "../../../support/line_splitter.ts";
import { LogFile } from "../log_file.ts";
import { execCommandLine } from "../../root.ts";
import { type Message, parseMessage } from "../../worker/protocol.ts";

const MARK = 0x1e;
const hasGroups = Deno.build.os !== "windows";

/** Sends a signal to a process and all that it started. */
function signalGroup(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    if (hasGroups) Deno.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // It has ended already.
  }
}

/** What an ended process says of itself where it could not report any more. */
function describeEnd({ code, signal }: Deno.CommandStatus, lastLines: readonly string[]): string {
  const how = signal === null ? `ended with exit code ${code}` : `was killed by ${signal}`;
  const hint = signal === "SIGKILL" ? ": perhaps the machine ran out of memory" : "";
  return [`its process ${how}${hint}`, ...lastLines].join("\n");
}

/** Runs each job in a process of its own on this machine. */
export class LocalExecutor implements Executor {
  start(job: Job, { store, logPath, onMessage }: ExecutionOptions): Execution {
    const [command, ...args] = execCommandLine();
    const child = new Deno.Command(command, {
      args: [...args, "--attached", "--store", store, job.key],
      env: { NO_COLOR: "1", ...job.environment },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      // A group of its own: Ctrl-C reaches the runner, which then stops the tasks in order.
      detached: hasGroups,
    }).spawn();
    const log = new LogFile(logPath);
    log.writeLine(`--- ${job.instance} ${job.key} ${new Date().toISOString()}`);
    const stdin = child.stdin;
    return {
      outcome: follow(child, log, onMessage).finally(() => {
        log.close();
        stdin.close().catch(() => {});
      }),
      stop: () => signalGroupLeader(child),
      kill: () => signalGroup(child, "SIGKILL"),
    };
  }
}

/** Only the task's own process: what it started is its own to stop. */
function signalGroupLeader(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGINT");
  } catch {
    // It has ended already.
  }
}

async function follow(
  child: Deno.ChildProcess,
  log: LogFile,
  onMessage: (message: Message) => void,
): Promise<Outcome> {
  let outcome: Outcome | undefined;
  const lastLines: string[] = [];
  const decoder = new TextDecoder();
  const onLine = (bytes: Uint8Array) => {
    const message = bytes[0] === MARK ? parseMessage(decoder.decode(bytes)) : undefined;
    if (message === undefined) {
      log.write(bytes);
      return;
    }
    if (message.type === "log") log.writeLine(message.line);
    if (message.type === "done") outcome = { status: "done", cached: message.cached };
    if (message.type === "stopped") outcome = { status: "stopped" };
    if (message.type === "damaged") outcome = { status: "damaged", damage: message.damage };
    if (message.type === "failed") outcome = { status: "failed", message: message.message };
    onMessage(message);
  };
  const drain = async (stream: ReadableStream<Uint8Array>, each: (line: Uint8Array) => void) => {
    const splitter = new LineSplitter(each);
    for await (const chunk of stream) splitter.push(chunk);
    splitter.end();
  };
  const onError = (bytes: Uint8Array) => {
    log.write(bytes);
    if (lastLines.push(decoder.decode(bytes).trimEnd()) > 5) lastLines.shift();
  };
  try {
    // The status decides: something the task left behind may hold its output open.
    const drained = Promise.all([drain(child.stdout, onLine), drain(child.stderr, onError)]);
    const status = await child.status;
    signalGroup(child, "SIGKILL");
    await drained;
    return outcome ?? { status: "failed", message: describeEnd(status, lastLines) };
  } catch (error) {
    return { status: "failed", message: (error as Error).message };
  }
}
