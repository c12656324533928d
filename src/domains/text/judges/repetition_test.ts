import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { distinctRuns, repeatedRuns } from "./repetition.ts";

Deno.test("distinctRuns() counts runs of words over all texts, marks as words of their own", () => {
  assertEquals(distinctRuns(["we the people", "We the people"], 1), 4 / 6);
  assertEquals(distinctRuns(["a, a, a", "b"], 2), 2 / 4);
  assertEquals(distinctRuns(["one", ""], 2), null);
});

Deno.test("repeatedRuns() is the share of fours of words that stood in a text before", () => {
  assertEquals(repeatedRuns("a b c d a b c d"), 1 / 5);
  assertEquals(repeatedRuns("no no no no no no"), 2 / 3);
  assertEquals(repeatedRuns("a b c"), 0);
});
