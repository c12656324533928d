/**
 * The process of a task: reads its order from standard input, does the work, tells how it went on
 * standard output, and ends when standard input does.
 *
 * @module
 */
import { readLines } from "../../support/read_lines.ts";
import { UserError } from "../../support/user_error.ts";
import { describeError } from "./describe_error.ts";
import { formatMessage, type Message } from "./protocol.ts";
import { runTask } from "./run_task.ts";
import type { TaskOrder } from "./task_order.ts";

/** Time for a last checkpoint when the process that started this one has gone, in milliseconds. */
const GRACE = 10_000;

const encoder = new TextEncoder();

function write(file: typeof Deno.stdout | typeof Deno.stderr, text: string): void {
  const bytes = encoder.encode(text);
  try {
    for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
  } catch {
    // Nobody listens any more; the end of standard input stops the task.
  }
}

function report(message: Message): void {
  write(Deno.stdout, formatMessage(message));
}

const stop = new AbortController();
const onStop = () => stop.abort(new DOMException("The run was stopped", "AbortError"));
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  if (Deno.build.os !== "windows" || signal === "SIGINT") Deno.addSignalListener(signal, onStop);
}

const lines = readLines(Deno.stdin.readable);
const { value: line } = await lines.next();
if (line === undefined) Deno.exit();
const ended = lines.next().catch(() => {}).then(() => {
  onStop();
  setTimeout(() => Deno.exit(), GRACE);
});

try {
  const order = JSON.parse(line) as TaskOrder;
  report({ type: "wrote", facts: await runTask(order, { report, signal: stop.signal }) });
} catch (error) {
  if (stop.signal.aborted) report({ type: "stopped" });
  else {
    report({ type: "failed", message: describeError(error) });
    if (error instanceof Error && !(error instanceof UserError)) {
      write(Deno.stderr, `${error.stack}\n`);
    }
  }
}
// What was written is still to be taken into the store, under the lease of this process.
await ended;
Deno.exit();
