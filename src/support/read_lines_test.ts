import assert from "node:assert/strict";
import fc from "fast-check";
import { readLines } from "./read_lines.ts";

/** A stream of the text's bytes that is cut after every `size` of them, even within a character. */
function streamOf(text: string, size: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(text);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < bytes.length; at += size) parts.push(bytes.slice(at, at + size));
  return ReadableStream.from(parts);
}

Deno.test("lines are the same wherever the stream is cut", async () => {
  const lines = fc.array(fc.string({ unit: "grapheme" }).map((line) => line.replaceAll("\n", "")));
  await fc.assert(
    fc.asyncProperty(lines, fc.integer({ min: 1, max: 20 }), async (lines, size) => {
      const text = lines.map((line) => line + "\n").join("");
      assert.deepEqual(await Array.fromAsync(readLines(streamOf(text, size), 1000)), lines);
    }),
  );
});

Deno.test("what no line feed ends is no line", async () => {
  assert.deepEqual(await Array.fromAsync(readLines(streamOf("a\n\nb", 2), 10)), ["a", ""]);
  assert.deepEqual(await Array.fromAsync(readLines(streamOf("", 2), 10)), []);
});

Deno.test("a line that is too long is refused before it ends, and even if it does", async () => {
  for (const text of ["12345", "12345\n", "1\n12345\n"]) {
    for (const size of [2, 100]) {
      await assert.rejects(Array.fromAsync(readLines(streamOf(text, size), 4)), {
        name: "RangeError",
        message: /more than 4 characters/,
      });
    }
  }
  assert.deepEqual(await Array.fromAsync(readLines(streamOf("1234\n", 2), 4)), ["1234"]);
});
