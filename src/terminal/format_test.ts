import { strictEqual } from "node:assert/strict";
import { Estimate, formatBytes, formatProgress, formatSeconds, table } from "./format.ts";

const SECONDS: readonly [seconds: number, text: string][] = [
  [0.034, "0.03 s"],
  [3.14, "3.1 s"],
  [59.4, "59 s"],
  [59.6, "1 m 00 s"],
  [3599.6, "1 h 00 m"],
  [7_800, "2 h 10 m"],
];

for (const [seconds, text] of SECONDS) {
  Deno.test(`${seconds} seconds are written as ${text}`, () => {
    strictEqual(formatSeconds(seconds), text);
  });
}

Deno.test("Bytes are written in the largest unit that leaves a whole number", () => {
  strictEqual(formatBytes(1023), "1023 B");
  strictEqual(formatBytes(1.5 * 2 ** 30), "1.5 GiB");
});

Deno.test("The time left is told by what a task did itself, not by where it resumed", () => {
  const estimate = new Estimate();
  strictEqual(estimate.left({ done: 900, total: 1000 }, 0), undefined);
  strictEqual(estimate.left({ done: 950, total: 1000 }, 5_000), 5);
});

Deno.test("Progress has its unit, its figures and the time left", () => {
  const progress = { done: 120, total: 400, values: { loss: 0.73456, "tokens/s": 21000.4 } };
  strictEqual(
    formatProgress(progress, 12),
    "120/400 steps  loss 0.7346  tokens/s 21000  12 s left",
  );
});

Deno.test("A table's columns line up, with no blanks at the ends of lines", () => {
  strictEqual(table([["a", "long", "x"], ["bbb", "c", ""]]), "a    long  x\nbbb  c");
});
