import { strictEqual } from "node:assert/strict";
import { escapeControls } from "./escape.ts";

Deno.test("Control characters of what is shown are written out, but line feeds and tabs", () => {
  strictEqual(escapeControls("loss\t0.5\nλ ✓ 分子"), "loss\t0.5\nλ ✓ 分子");
  strictEqual(escapeControls("\x1b[2J\x1b]0;title\x07"), "\\u001b[2J\\u001b]0;title\\u0007");
  strictEqual(escapeControls("all well\r✗ bad\x7f\x9b1A"), "all well\\u000d✗ bad\\u007f\\u009b1A");
  strictEqual(escapeControls("a\u202eb\u2066c"), "a\\u202eb\\u2066c");
});

Deno.test("Only this program's own colours stay", () => {
  const painted = "\x1b[32m✓\x1b[0m done";
  strictEqual(escapeControls(painted), painted);
  strictEqual(escapeControls("\x1b[8mhidden"), "\\u001b[8mhidden");
});

Deno.test("JSON with written-out characters reads back the same", () => {
  const value = { name: "a\x9bb\x7f\u202e" };
  strictEqual(JSON.parse(escapeControls(JSON.stringify(value))).name, value.name);
});
