import { match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import type { RunEvent } from "../../runs/events.ts";
import { lineFor } from "./event_line.ts";

const COUNTS = { cached: 0, ran: 0, failed: 0, skipped: 0, stopped: 0 };

function line(event: RunEvent): string {
  return lineFor(event, "qm9")!;
}

Deno.test("Who is waited for is told with process, machine and age", () => {
  const since = new Date(Date.now() - 7_200_000).toISOString();
  const holder = { pid: 42, host: "node7#3f2a", since, token: "" };
  match(
    line({ type: "waiting", instance: "base", holder }),
    /^\S+ base: waiting, process 42 on node7 has been running it for 2 h 00 m$/,
  );
  match(line({ type: "takeover", instance: "base", holder }), /process 42 on node7 died$/);
});

Deno.test("A failure ends with the path of its log, from the working folder", () => {
  const log = join(Deno.cwd(), "results", "base.log");
  match(
    line({ type: "failed", instance: "base", message: "no\nluck", log }),
    /^\S+ base failed: no\n {4}luck\n {4}log: results\/base\.log$/,
  );
});

Deno.test("The end tells what was cached, or how many instances ended in which way", () => {
  const ended = { type: "ended", seconds: 0.2 } as const;
  const cached = { ...ended, status: "done", counts: { ...COUNTS, cached: 7 } } as const;
  match(line(cached), /^\S+ qm9: all cached \(7\), 0\.20 s$/);
  const lost = { ...ended, status: "done", counts: { ...COUNTS, cached: 7, lost: 1 } } as const;
  match(line(lost), /^\S+ qm9: 7 cached, 1 failed and left out, 0\.20 s$/);
  const failed = { ...ended, status: "failed", counts: { ...COUNTS, ran: 2, failed: 1 } } as const;
  match(
    line(failed),
    /^\S+ qm9: 2 ran, 1 failed, 0\.20 s\n {2}The same command goes on from here$/,
  );
});

Deno.test("The line of a finished instance ends with what came out", () => {
  const finished = { type: "finished", instance: "base", key: "k", seconds: 12 } as const;
  match(
    line({ ...finished, by: "this run", outcome: "held-out loss 1.23" }),
    /^\S+ base \(12 s\): held-out loss 1\.23$/,
  );
  match(line({ ...finished, by: "this run" }), /base \(12 s\)$/);
});

Deno.test("What is only for a display that shows all is no line", () => {
  strictEqual(lineFor({ type: "cached", instance: "a", key: "k" }, "qm9"), undefined);
});
