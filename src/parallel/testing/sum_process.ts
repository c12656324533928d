/**
 * One of several processes that sum numbers and tell what they get, for tests.
 *
 * @module
 */
import { broadcastText, isAnywhere } from "../communicator.ts";
import { joinProcesses } from "../join_processes.ts";

/** What the processes are to do. */
export interface SumOrder {
  /** Numbers that each has. */
  readonly count: number;
  /** The process that throws an error. */
  readonly fails?: number;
  /** The process that is ended at once. */
  readonly isKilled?: number;
  /** Whether they sum until they are stopped. */
  readonly waits?: boolean;
}

await joinProcesses<SumOrder>(
  async ({ count, fails, isKilled, waits }, { communicator, signal, tell }) => {
    const { rank, size, neighbours } = communicator;
    if (rank === fails) throw new RangeError("there is nothing to sum");
    if (rank === isKilled) Deno.kill(Deno.pid, "SIGKILL");
    const elements = Float32Array.from({ length: count }, (_, i) => (rank + 1) * (i % 7));
    communicator.allReduce(elements);
    const isWrong = elements.some((x, i) => x !== size * (size + 1) / 2 * (i % 7));
    const text = broadcastText(communicator, `process ${rank} of ${size}`);
    const isTold = text === `process 0 of ${size}`;
    const wrong = {
      sums: isAnywhere(communicator, isWrong),
      text: isAnywhere(communicator, !isTold),
    };
    if (rank === 0) tell("result", { size, neighbours, wrong });
    while (waits) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (isAnywhere(communicator, signal.aborted)) throw new DOMException("Stopped", "AbortError");
    }
  },
);
