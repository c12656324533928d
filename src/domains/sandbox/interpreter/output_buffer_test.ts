import assert from "node:assert/strict";
import fc from "fast-check";
import { OutputBuffer } from "./output_buffer.ts";

const encoder = new TextEncoder();

Deno.test("an output buffer keeps the beginning of what is written and counts all of it", () => {
  fc.assert(fc.property(fc.array(fc.string()), fc.nat(50), (texts, limit) => {
    const buffer = new OutputBuffer(limit);
    for (const text of texts) assert.equal(buffer.write(encoder.encode(text)), text.length);
    const all = texts.join("");
    assert.deepEqual(buffer.contents(), { output: all.slice(0, limit), outputBytes: all.length });
  }));
});

Deno.test("an output buffer that was cleared holds nothing of before", () => {
  const buffer = new OutputBuffer(4);
  buffer.write(encoder.encode("123456"));
  buffer.clear();
  assert.deepEqual(buffer.contents(), { output: "", outputBytes: 0 });
  buffer.write(encoder.encode("7"));
  assert.deepEqual(buffer.contents(), { output: "7", outputBytes: 1 });
});

Deno.test("a character that is cut in two is shown as such", () => {
  const buffer = new OutputBuffer(3);
  buffer.write(encoder.encode("éé"));
  assert.deepEqual(buffer.contents(), { output: "é\ufffd", outputBytes: 4 });
});
