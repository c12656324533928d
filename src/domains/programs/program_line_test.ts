import { deepStrictEqual } from "node:assert/strict";
import { parseProgramLine } from "./program_line.ts";

Deno.test("a line with done and total is progress, its other figures beside it", () => {
  deepStrictEqual(parseProgramLine('{"done": 3, "total": 10, "unit": "files", "loss": 0.5}'), {
    type: "progress",
    progress: { done: 3, total: 10, unit: "files", values: { loss: 0.5 } },
  });
});

Deno.test("a line with record are facts, and any other line is text", () => {
  deepStrictEqual(parseProgramLine('{"record": {"accuracy": 0.9}}'), {
    type: "record",
    facts: { accuracy: 0.9 },
  });
  for (const line of ["{", "plain", '{"done": "3", "total": 10}', "[1]", '{"record": 1}', "{}"]) {
    deepStrictEqual(parseProgramLine(line), { type: "text" });
  }
});
