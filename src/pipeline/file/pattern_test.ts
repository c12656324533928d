import { strictEqual } from "node:assert/strict";
import { matchesPattern, wordOf } from "./pattern.ts";

const CASES: readonly [pattern: string, name: string, word: string | undefined][] = [
  ["*-samples", "mdm-samples", "mdm"],
  ["*-samples", "-samples", undefined],
  ["a-*-a", "a-a", undefined],
  ["train/*", "train/mdm", "mdm"],
  ["*", "a/b", "a/b"],
  ["*.*", "a.b", undefined],
  ["mdm", "mdm", undefined],
];

for (const [pattern, name, word] of CASES) {
  Deno.test(`In "${name}" the * of "${pattern}" stands for ${word ?? "nothing"}`, () => {
    strictEqual(wordOf(pattern, name), word);
  });
}

Deno.test("matchesPattern() takes the name itself, and names of the form", () => {
  strictEqual(matchesPattern("train/mdm", "train/mdm"), true);
  strictEqual(matchesPattern("train/*", "train/mdm"), true);
  strictEqual(matchesPattern("train/*", "sample/grid"), false);
});
