import { startJob } from "../../worker/run_job.ts";
import { UserError } from "../../../support/user_error.ts";
import { formatMessage, type Message } from "../../worker/protocol.ts";
import { Store } from "../../store/store.ts";
import { EXIT } from "../../../terminal/exit.ts";
import type { Arguments } from "../arguments.ts";

/** Milliseconds between two reports of progress to a file, which a run reads through a network. */
const FILE_INTERVAL = 1000;

const encoder = new TextEncoder();

function write(bytes: Uint8Array): void {
  try {
    for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
  } catch {
    // Nobody listens any more; the job goes on, as its result counts.
  }
}

/** The `exec` command: runs one instance that a runner left in the store. */
export async function execCommand(args: Arguments): Promise<number> {
  const [key] = args.positionals;
  const folder = args.text("store") ?? Deno.env.get("PROSECO_STORE");
  if (folder === undefined || key === undefined) {
    throw new UserError("Name the store and a key: exec --store DIR KEY");
  }
  let failed = false, stopped = false;
  const store = Store.openExisting(folder);
  if (store === undefined) throw new UserError(`There is no store "${folder}"`);
  const job = startJob(store, key, {
    cpus: args.count("cpus", 1),
    progressInterval: FILE_INTERVAL,
    output: write,
    report(message: Message) {
      if (message.type === "failed") failed = true;
      if (message.type === "stopped") stopped = true;
      write(encoder.encode(formatMessage(message)));
    },
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    if (Deno.build.os !== "windows" || signal === "SIGINT") {
      Deno.addSignalListener(signal, () => job.stop());
    }
  }
  await job.ended;
  if (stopped) return EXIT.stopped;
  return failed ? EXIT.failed : EXIT.done;
}
