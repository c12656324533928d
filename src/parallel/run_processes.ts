import { LineSplitter } from "../support/line_splitter.ts";
import { UserError } from "../support/user_error.ts";
import { LAUNCH_ENVIRONMENT, launchCommand, LAUNCHER_VARIABLE } from "./launcher.ts";
import { mpiLibrary } from "./mpi_library.ts";
import { describeProcessesEnd } from "./process_end.ts";
import { parseTold, type Told } from "./told_lines.ts";

/** Bytes of a line of output beyond which it is handed on in parts. */
const LONGEST_LINE = 2 ** 24;

/** Letters that are kept of what a launcher and the processes write. */
const KEPT = 2 ** 14;

/** What processes are to do. */
export interface ProcessesOptions {
  /** What it is for, as errors begin: `Cannot train`. */
  readonly purpose: string;
  /** Number of processes. */
  readonly count: number;
  /** URL of the module that each runs; it calls `joinProcesses`. */
  readonly module: URL;
  /** What Deno lets each do. */
  readonly permissions: readonly string[];
  /** What they are to do, in JSON. */
  readonly order: unknown;
  /** When aborted, the work is asked to stop in order and the reason thrown. */
  readonly signal: AbortSignal;
  /** Hears of what process 0 tells. */
  onTold(told: Told): void;
}

function spawn(
  { purpose, count, module, permissions }: ProcessesOptions,
  [command, ...args]: readonly [string, ...string[]],
): Deno.ChildProcess {
  const set = Deno.env.toObject();
  // That of the caller may be deep in a folder, and on no other machine.
  delete set.TMPDIR;
  const program = [Deno.execPath(), "run", "--quiet", "--no-prompt", ...permissions, module.href];
  try {
    return new Deno.Command(command, {
      args: [...args, "-n", `${count}`, ...program, `${count}`],
      env: { ...LAUNCH_ENVIRONMENT, ...set },
      ...{ stdin: "piped", stdout: "piped", stderr: "piped" },
    }).spawn();
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new UserError(
      `${purpose} in ${count} processes: there is no command "${command}": install OpenMPI (Debian's ` +
        `package openmpi-bin) or MPICH, or name what starts processes in ${LAUNCHER_VARIABLE}`,
      { cause },
    );
  }
}

/** Ends what may still run, as where nobody could hear what was told. */
function endLauncher(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGTERM");
  } catch {
    // It has ended already.
  }
}

async function drain(stream: ReadableStream<Uint8Array<ArrayBuffer>>, splitter: LineSplitter) {
  for await (const bytes of stream) splitter.push(bytes);
  splitter.end();
}

/**
 * Lets several processes, which a launcher of MPI starts, do work together.
 *
 * @throws {UserError} If there is no library of MPI or nothing that starts processes.
 * @throws {Error} If one of them fails or is ended: then all are.
 */
export async function runProcesses(options: ProcessesOptions): Promise<void> {
  const { purpose, count, order, signal, onTold } = options, command = launchCommand();
  // Before all of them say so.
  mpiLibrary();
  const child = spawn(options, command), writer = child.stdin.getWriter();
  // Processes that have gone show it by their end.
  const write = (line: string) =>
    writer.write(new TextEncoder().encode(`${line}\n`)).catch(() => {});
  write(JSON.stringify(order));
  const stop = () => write("stop");
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  let ended: Told | undefined, said = "";
  const decoder = new TextDecoder();
  const handOn = (file: typeof Deno.stdout | typeof Deno.stderr, bytes: Uint8Array) => {
    file.writeSync(bytes);
    said = (said + decoder.decode(bytes)).slice(-KEPT);
  };
  const onLine = (bytes: Uint8Array) => {
    const told = parseTold(decoder.decode(bytes));
    // Here MPICH's launcher says why it ends.
    if (told === undefined) handOn(Deno.stdout, bytes);
    else if (["done", "stopped", "failed"].includes(told.type)) ended ??= told;
    else onTold(told);
  };
  try {
    const [status] = await Promise.all([
      child.status,
      drain(child.stdout, new LineSplitter(onLine, { longest: () => LONGEST_LINE })),
      drain(child.stderr, new LineSplitter((bytes) => handOn(Deno.stderr, bytes))),
    ]);
    if (ended?.type === "failed") throw new Error(`${ended.content}`);
    if (ended?.type === "stopped") signal.throwIfAborted();
    if (ended?.type === "done" && status.success) return;
    const end = describeProcessesEnd({ ...status, command: command[0], said, count });
    throw new Error(`${purpose}: ${end}`);
  } catch (error) {
    endLauncher(child);
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    await writer.close().catch(() => {});
  }
}
