import type { Holder } from "../store/lease.ts";
import type { Damage } from "../store/objects.ts";
import type { Progress } from "../task.ts";

/** What a running instance tells the one that started it. */
export type Message =
  | { readonly type: "waiting"; readonly holder: Holder }
  | { readonly type: "takeover"; readonly holder: Holder }
  /** Waits in the queue of a batch system. */
  | { readonly type: "queued"; readonly reason: string }
  /** Left the queue. */
  | { readonly type: "running"; readonly host: string }
  | { readonly type: "started" }
  | { readonly type: "progress"; readonly progress: Progress }
  | { readonly type: "log"; readonly line: string }
  /** Finished; `cached` if another process had finished the same key. */
  | { readonly type: "done"; readonly cached: boolean }
  /** An input in the store was damaged. */
  | { readonly type: "damaged"; readonly damage: readonly Damage[] }
  | { readonly type: "stopped" }
  | { readonly type: "failed"; readonly message: string };

/** Starts a line that is a message, as in JSON text sequences (RFC 7464). */
const MARK = "\u001e";

/** Writes a message as a line. */
export function formatMessage(message: Message): string {
  return `${MARK}${JSON.stringify(message)}\n`;
}

/** Reads a line as a message; `undefined` if it is a task's own output. */
export function parseMessage(line: string): Message | undefined {
  if (!line.startsWith(MARK)) return undefined;
  try {
    return JSON.parse(line.slice(1)) as Message;
  } catch {
    return undefined;
  }
}
