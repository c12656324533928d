import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { formatMessage, type Message, parseMessage, parseOutput } from "./protocol.ts";

const HOLDER = { pid: 1, host: "node#1", since: "2026-11-24T10:01:07Z", token: "t" };

const MESSAGES: readonly Message[] = [
  { type: "waiting", holder: HOLDER },
  { type: "takeover", holder: HOLDER },
  { type: "queued", reason: "Priority" },
  { type: "running", host: "node" },
  { type: "started" },
  {
    type: "progress",
    progress: { done: 1, total: 2, unit: "steps", values: { loss: 0.5, a: "b" } },
  },
  { type: "log", line: 'two\nlines, "quoted" \u001e' },
  { type: "wrote", facts: { counts: { train: [1, null, true] } } },
  { type: "done", cached: true },
  { type: "damaged", damage: [{ hash: "0".repeat(64), reason: "it was changed" }] },
  { type: "stopped" },
  { type: "failed", message: "x".repeat(70_000) },
];

Deno.test("A message reads back as it was written, on one line", () => {
  for (const message of MESSAGES) {
    const line = formatMessage(message);
    strictEqual(line.indexOf("\n"), line.length - 1);
    deepStrictEqual(parseMessage(line), message);
  }
});

Deno.test("A text of many megabytes is cut where it is written", () => {
  const line = formatMessage({ type: "failed", message: "x".repeat(5e6) });
  ok(line.length < 2e6);
  const message = parseMessage(line);
  ok(message?.type === "failed" && /^x+… \[cut here, of 5000000 letters\]$/.test(message.message));
});

Deno.test("A task's own output is no message, even where it looks like one", () => {
  const lines = [
    ...['{"type":"done"}\n', '\u001e{"type":"do\n', "", "\u001e"],
    ...["null", "1", '"done"', "[]", "{}", '{"type":"done"}', '{"type":null}', '{"type":"log"}'],
    ...['{"type":"progress","progress":null}', '{"type":"progress","progress":{"done":1}}'],
    ...['{"type":"damaged","damage":[{"hash":1}]}', '{"type":"waiting","holder":{}}'],
    ...['{"type":"__proto__"}', '{"type":"damaged","damage":[{"hash":"../..","reason":""}]}'],
  ];
  for (const line of lines) {
    strictEqual(parseMessage(line), undefined);
    strictEqual(parseMessage(`\u001e${line}`), undefined, line);
  }
});

Deno.test("Whatever a task prints is read without an error", () => {
  const text = fc.string({ unit: "binary", maxLength: 40 });
  const line = fc.oneof(
    text,
    fc.jsonValue().map((value) => `\u001e${JSON.stringify(value)}`),
    fc.tuple(fc.constantFrom(...MESSAGES), fc.nat(), text).map(([message, at, inserted]) => {
      const line = formatMessage(message);
      return line.slice(0, at % line.length) + inserted + line.slice(at % line.length + 1);
    }),
  );
  fc.assert(fc.property(line, (line) => {
    const { text = "", message } = parseOutput(line);
    ok(message !== undefined || text === line);
    ok(line.startsWith(text));
  }));
});

Deno.test("A message is found after text that did not end its line", () => {
  const line = formatMessage({ type: "started" }).trimEnd();
  deepStrictEqual(parseOutput(`loading… ${line}`), {
    text: "loading… ",
    message: { type: "started" },
  });
});

Deno.test("A value of progress that is no number, as of a run that diverged, is told", () => {
  const progress = { done: 1, total: 2, values: { loss: NaN } };
  deepStrictEqual(parseMessage(formatMessage({ type: "progress", progress })), {
    type: "progress",
    progress: { done: 1, total: 2, values: { loss: "NaN" } },
  });
});
