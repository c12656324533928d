import { deepStrictEqual as assertEquals, notDeepStrictEqual, throws } from "node:assert/strict";
import { foldIn, randomKey } from "./key.ts";

Deno.test("randomKey() gives the same key for the same seed and another for another", () => {
  assertEquals(randomKey(7), randomKey(7));
  notDeepStrictEqual(randomKey(7), randomKey(8));
  notDeepStrictEqual(randomKey(1), randomKey(1 + 2 ** 32));
});

Deno.test("randomKey() refuses a seed that is no non-negative integer", () => {
  for (const seed of [-1, 0.5, NaN, 2 ** 53]) throws(() => randomKey(seed), RangeError);
});

Deno.test("foldIn() depends on every item and on their order", () => {
  const key = randomKey(0);
  const derived = [
    foldIn(key, "a"),
    foldIn(key, "b"),
    foldIn(key, 1),
    foldIn(key, 1 + 2 ** 32),
    foldIn(key, "a", 1),
    foldIn(key, 1, "a"),
  ];
  assertEquals(new Set(derived.map(String)).size, derived.length);
  assertEquals(foldIn(foldIn(key, "a"), 1), foldIn(key, "a", 1));
});
