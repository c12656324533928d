import { deepStrictEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { LineSplitter } from "./line_splitter.ts";

function split(...chunks: string[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(new TextDecoder().decode(line)));
  for (const chunk of chunks) splitter.push(new TextEncoder().encode(chunk));
  splitter.end();
  return lines;
}

Deno.test("Lines come whole, however the bytes were cut", () => {
  const text = "one\n\ntwo\nthree";
  fc.assert(fc.property(fc.array(fc.nat(text.length)), (cuts) => {
    const at = [0, ...cuts.toSorted((a, b) => a - b), text.length];
    const chunks = at.slice(1).map((end, i) => text.slice(at[i], end));
    deepStrictEqual(split(...chunks), ["one\n", "\n", "two\n", "three"]);
  }));
});

Deno.test("A line that does not end is handed on in pieces, none of which is lost", () => {
  const lines = split(...Array.from({ length: 100 }, () => "x".repeat(10_000)));
  ok(lines.length > 5 && lines.every((line) => line.length < 100_000));
  deepStrictEqual(lines.join(""), "x".repeat(1_000_000));
});

Deno.test("How long a line may be can hang on how it begins", () => {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(new TextDecoder().decode(line)), {
    longest: ([first]) => first === 109 ? 1e6 : 10,
  });
  const encoder = new TextEncoder();
  for (const chunk of ["m".repeat(70_000), "m\n", "x".repeat(20), "xx\n"]) {
    splitter.push(encoder.encode(chunk));
  }
  splitter.end();
  deepStrictEqual(lines, ["m".repeat(70_001) + "\n", "x".repeat(20), "xx\n"]);
});
