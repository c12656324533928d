import { z } from "zod";
import { type Holder, holderSchema } from "../store/lease.ts";
import { hashSchema } from "../store/object_record.ts";
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

const progressSchema: z.ZodType<Progress> = z.object({
  done: z.number(),
  total: z.number(),
  unit: z.string().optional(),
  // What is no number, such as the loss of a run that diverged, is null in JSON.
  values: z.record(
    z.string(),
    z.union([z.number(), z.string(), z.null().transform(() => "NaN")]),
  ).optional(),
});

const messageSchema: z.ZodType<Message> = z.discriminatedUnion("type", [
  z.object({ type: z.literal("waiting"), holder: holderSchema }),
  z.object({ type: z.literal("takeover"), holder: holderSchema }),
  z.object({ type: z.literal("queued"), reason: z.string() }),
  z.object({ type: z.literal("running"), host: z.string() }),
  z.object({ type: z.literal("started") }),
  z.object({ type: z.literal("progress"), progress: progressSchema }),
  z.object({ type: z.literal("log"), line: z.string() }),
  z.object({ type: z.literal("done"), cached: z.boolean() }),
  z.object({
    type: z.literal("damaged"),
    damage: z.array(z.object({ hash: hashSchema, reason: z.string() })),
  }),
  z.object({ type: z.literal("stopped") }),
  z.object({ type: z.literal("failed"), message: z.string() }),
]);

/** Starts a line that is a message, as in JSON text sequences (RFC 7464). */
const MARK = "\u001e";

/** Writes a message as a line. */
export function formatMessage(message: Message): string {
  return `${MARK}${JSON.stringify(message)}\n`;
}

/** Reads a line as a message; `undefined` if it is none, but a task's own output. */
export function parseMessage(line: string): Message | undefined {
  if (!line.startsWith(MARK)) return undefined;
  try {
    return messageSchema.safeParse(JSON.parse(line.slice(1))).data;
  } catch {
    return undefined;
  }
}
