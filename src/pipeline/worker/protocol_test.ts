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
});
