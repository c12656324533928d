import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { formatMessage, type Message, parseMessage } from "./protocol.ts";

Deno.test("A message reads back as it was written, on one line", () => {
  const message: Message = { type: "log", line: 'two\nlines, "quoted" \u001e' };
  const line = formatMessage(message);
  strictEqual(line.indexOf("\n"), line.length - 1);
  deepStrictEqual(parseMessage(line), message);
});

Deno.test("A task's own output is no message, even where it looks like the beginning of one", () => {
  for (const line of ['{"type":"done"}\n', '\u001e{"type":"do\n', "", "\u001e"]) {
    strictEqual(parseMessage(line), undefined);
  }
  const forged = [
    ...[null, [], 7, "done", {}, { type: "none" }, { type: "done" }, { type: "log", line: 3 }],
    ...[{ type: "progress", progress: null }, { type: "progress", progress: { done: "1" } }],
    ...[{ type: "waiting", holder: null }, { type: "damaged", damage: [null] }],
    { type: "damaged", damage: [{ hash: "../../..", reason: "" }] },
  ];
  for (const value of forged) {
    strictEqual(parseMessage(`\u001e${JSON.stringify(value)}\n`), undefined);
  }
});

Deno.test("A value of progress that is no number, as of a run that diverged, is told", () => {
  const progress = { done: 1, total: 2, values: { loss: NaN } };
  deepStrictEqual(parseMessage(formatMessage({ type: "progress", progress })), {
    type: "progress",
    progress: { done: 1, total: 2, values: { loss: "NaN" } },
  });
});
