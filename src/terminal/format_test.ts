import { strictEqual } from "node:assert/strict";
import { formatBytes, formatGuess, formatSeconds, table } from "./format.ts";

const SECONDS: readonly [seconds: number, text: string][] = [
  [0.034, "0.03 s"],
  [3.14, "3.1 s"],
  [59.4, "59 s"],
  [59.6, "1 m 00 s"],
  [3599.6, "1 h 00 m"],
  [7_800, "2 h 10 m"],
  [2 * 86_400, "2.0 days"],
  [49_008 * 3600, "5.6 years"],
];

for (const [seconds, text] of SECONDS) {
  Deno.test(`${seconds} seconds are written as ${text}`, () => {
    strictEqual(formatSeconds(seconds), text);
  });
}

const GUESSES: readonly [seconds: number, text: string][] = [
  [0.4, "1 second"],
  [20, "14 to 28 seconds"],
  [300, "3 to 7 minutes"],
  [3_600, "42 to 84 minutes"],
  [7_800, "1 to 4 hours"],
  [100 * 86_400, "70 to 140 days"],
  [49_008 * 3600, "3 to 8 years"],
];

for (const [seconds, text] of GUESSES) {
  Deno.test(`A guess of ${seconds} seconds is ${text}`, () => {
    strictEqual(formatGuess(seconds), text);
  });
}

Deno.test("Bytes are written in the largest unit that leaves a whole number", () => {
  strictEqual(formatBytes(1023), "1023 B");
  strictEqual(formatBytes(1.5 * 2 ** 30), "1.5 GiB");
});

Deno.test("A table's columns line up, with no blanks at the ends of lines", () => {
  strictEqual(table([["a", "long", "x"], ["bbb", "c", ""]]), "a    long  x\nbbb  c");
});
