import assert from "node:assert/strict";
import fc from "fast-check";
import { parseJsonLines } from "./json_lines.ts";

Deno.test("each line is a value, and empty lines are none", () => {
  assert.deepEqual(parseJsonLines('{"a": 1}\n\n[2]\r\n  \nnull\n'), [{ a: 1 }, [2], null]);
  assert.deepEqual(parseJsonLines(""), []);
});

Deno.test("values are read back as they were written", () => {
  fc.assert(fc.property(fc.array(fc.jsonValue()), (values) => {
    const lines = values.map((value) => JSON.stringify(value));
    assert.deepEqual(parseJsonLines(lines.join("\n")), lines.map((line) => JSON.parse(line)));
  }));
});

Deno.test("a line that is no JSON is told by its number in the file", () => {
  assert.throws(() => parseJsonLines("1\n\n{\n"), {
    name: "SyntaxError",
    message: /^Cannot read line 3: /,
  });
});
