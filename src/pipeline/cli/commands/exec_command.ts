import { executeJob } from "../../worker/execute_job.ts";
import { UserError } from "../../../support/user_error.ts";
import { formatMessage, type Message } from "../../worker/protocol.ts";
import { Store } from "../../store/store.ts";
import { EXIT } from "../../../terminal/exit.ts";
import type { Arguments } from "../arguments.ts";

/** Milliseconds between two reports of progress to a file, which a run reads through a network. */
const FILE_INTERVAL = 1000;

/** Time for a last checkpoint when the process that started this one has gone, in milliseconds. */
const GRACE = 10_000;

const encoder = new TextEncoder();

function report(message: Message): void {
  const bytes = encoder.encode(formatMessage(message));
  try {
    for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
  } catch {
    // Nobody listens any more; the end of standard input stops the task.
  }
}

/** Calls back when standard input ends, as it does when the process at its other end dies. */
async function onEndOfInput(then: () => void): Promise<void> {
  const buffer = new Uint8Array(64);
  try {
    while (await Deno.stdin.read(buffer) !== null);
  } catch {
    // As good as ended.
  }
  then();
}

/** The `exec` command: runs one instance that a runner left in the store. */
export async function execCommand(args: Arguments): Promise<number> {
  const [key] = args.positionals;
  const folder = args.text("store") ?? Deno.env.get("PROSECO_STORE");
  if (folder === undefined || key === undefined) {
    throw new UserError("Name the store and a key: exec --store DIR KEY");
  }
  const stop = new AbortController();
  const reason = () => new DOMException("The run was stopped", "AbortError");
  const onSignal = () => stop.abort(reason());
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    if (Deno.build.os !== "windows" || signal === "SIGINT") {
      Deno.addSignalListener(signal, onSignal);
    }
  }
  if (args.flag("attached")) {
    onEndOfInput(() => {
      stop.abort(reason());
      setTimeout(() => Deno.exit(EXIT.stopped), GRACE);
    });
  }
  let failed = false;
  await executeJob(Store.open(folder), key, {
    signal: stop.signal,
    cpus: args.count("cpus", 1),
    progressInterval: args.flag("attached") ? undefined : FILE_INTERVAL,
    report(message) {
      if (message.type === "failed") failed = true;
      report(message);
    },
  });
  if (stop.signal.aborted) return EXIT.stopped;
  return failed ? EXIT.failed : EXIT.done;
}
