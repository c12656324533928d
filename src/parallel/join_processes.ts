import { readLines } from "../support/read_lines.ts";
import { UserError } from "../support/user_error.ts";
import { broadcastText } from "./communicator.ts";
import { LAUNCHER_VARIABLE } from "./launcher.ts";
import { joinMpi, type MpiCommunicator } from "./mpi_communicator.ts";
import { LIBRARY_VARIABLE, mpiLibrary } from "./mpi_library.ts";
import { formatTold } from "./told_lines.ts";

/** Time for a last checkpoint when the process that ordered the work has gone, in milliseconds. */
const GRACE = 10_000;

/** What one of several processes is given beside the order. */
export interface ProcessContext {
  /** All of them. */
  readonly communicator: MpiCommunicator;
  /** Aborted, in process 0 alone, when the work is to stop. */
  readonly signal: AbortSignal;
  /** Tells something to the process that ordered the work. */
  tell(type: string, content: unknown): void;
}

function write(file: typeof Deno.stdout | typeof Deno.stderr, text: string): void {
  const bytes = new TextEncoder().encode(text);
  try {
    for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
  } catch {
    // Nobody listens any more; the end of standard input stops the work.
  }
}

const tell = (type: string, content: unknown) => write(Deno.stdout, formatTold(type, content));

/** Stops the work when a second line asks for it, or when whoever would write one has gone. */
async function followInput(
  lines: AsyncIterator<string>,
  stop: AbortController,
  { abort }: MpiCommunicator,
): Promise<void> {
  const { done } = await lines.next();
  stop.abort(new DOMException("The run was stopped", "AbortError"));
  if (done) Deno.unrefTimer(setTimeout(abort, GRACE));
}

/**
 * Does the work of one of the processes that `runProcesses` has started: process 0 reads the order and
 * hands it on. Ends this process.
 *
 * @param work Throws a `DOMException` named `AbortError`, in all processes, if it was stopped in order.
 */
export async function joinProcesses<Order>(
  work: (order: Order, context: ProcessContext) => Promise<void>,
): Promise<void> {
  const communicator = joinMpi(), { rank, size } = communicator, count = Number(Deno.args[0]);
  const stop = new AbortController();
  try {
    if (size !== count) {
      throw new UserError(
        `Cannot work together: the library of MPI (${mpiLibrary().version}) knows of ${size} process ` +
          `where ${count} were started, as the command that starts them is another MPI's: name both in ` +
          `${LIBRARY_VARIABLE} and ${LAUNCHER_VARIABLE}`,
      );
    }
    let line = "";
    if (rank === 0) {
      const lines = readLines(Deno.stdin.readable);
      line = (await lines.next()).value ?? "";
      followInput(lines, stop, communicator).catch(() => {});
    }
    const order = JSON.parse(broadcastText(communicator, line)) as Order;
    await work(order, { communicator, signal: stop.signal, tell });
    if (rank === 0) tell("done", null);
  } catch (error) {
    const { name, message, stack } = error as Error;
    if (name !== "AbortError") {
      tell("failed", rank === 0 ? message : `process ${rank + 1} of ${count}: ${message}`);
      if (!(error instanceof UserError)) write(Deno.stderr, `${stack}\n`);
      communicator.abort();
    }
    if (rank === 0) tell("stopped", null);
  }
  communicator.leave();
  Deno.exit();
}
