import { z } from "zod";
import { type Holder, holderSchema } from "../store/lease.ts";
import { hashSchema } from "../store/object_record.ts";
import type { Damage } from "../store/objects.ts";
import type { JsonValue, Progress } from "../task.ts";

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
  /** Its task has written all of its outputs, which are not in the store yet. */
  | { readonly type: "wrote"; readonly facts: Readonly<Record<string, JsonValue>> }
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

/** A task may print what looks like a message: only what fits is one. */
const messageSchema: z.ZodType<Message> = z.discriminatedUnion("type", [
  z.object({ type: z.literal("waiting"), holder: holderSchema }),
  z.object({ type: z.literal("takeover"), holder: holderSchema }),
  z.object({ type: z.literal("queued"), reason: z.string() }),
  z.object({ type: z.literal("running"), host: z.string() }),
  z.object({ type: z.literal("started") }),
  z.object({ type: z.literal("progress"), progress: progressSchema }),
  z.object({ type: z.literal("log"), line: z.string() }),
  z.object({ type: z.literal("wrote"), facts: z.record(z.string(), z.json()) }),
  z.object({ type: z.literal("done"), cached: z.boolean() }),
  z.object({
    type: z.literal("damaged"),
    damage: z.array(z.object({ hash: hashSchema, reason: z.string() })),
  }),
  z.object({ type: z.literal("stopped") }),
  z.object({ type: z.literal("failed"), message: z.string() }),
]);

/** Starts a line that is a message, as in JSON text sequences (RFC 7464). */
export const MARK = "\u001e";

/** Longest line that is read as a message, in bytes; much longer than what tasks have to tell. */
export const LONGEST_MESSAGE = 16 * 2 ** 20;

/** Letters of a text beyond which it is cut, so that no message is too long to be read. */
const LONGEST_TEXT = 2 ** 20;

function cut(text: string): string {
  return text.length <= LONGEST_TEXT
    ? text
    : `${text.slice(0, LONGEST_TEXT)}… [cut here, of ${text.length} letters]`;
}

/** Writes a message as a line. */
export function formatMessage(message: Message): string {
  const text = JSON.stringify(
    message,
    (_key, value) => typeof value === "string" ? cut(value) : value,
  );
  return `${MARK}${text}\n`;
}

/** Reads a line as a message; `undefined` if it is a task's own output. */
export function parseMessage(line: string): Message | undefined {
  if (!line.startsWith(MARK)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line.slice(MARK.length));
  } catch {
    return undefined;
  }
  const { data } = messageSchema.safeParse(value);
  return data;
}

/** What a line of a task's output holds: text of its own, a message, or one after the other. */
export interface OutputLine {
  readonly text?: string;
  readonly message?: Message;
}

/** Reads a line without its line break; text that did not end its line may stand before a message. */
export function parseOutput(line: string): OutputLine {
  const mark = line.indexOf(MARK);
  const message = mark === -1 ? undefined : parseMessage(line.slice(mark));
  if (message === undefined) return { text: line };
  return { text: mark === 0 ? undefined : line.slice(0, mark), message };
}
