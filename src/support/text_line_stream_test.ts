import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { TextLineStream } from "./text_line_stream.ts";

Deno.test("TextLineStream joins lines that arrive in pieces", async () => {
  const pieces = ReadableStream.from(["a", "b\nc\n\nd", "e", "\nf"]);
  assertEquals(await Array.fromAsync(pieces.pipeThrough(new TextLineStream())), [
    "ab",
    "c",
    "",
    "de",
    "f",
  ]);
});
