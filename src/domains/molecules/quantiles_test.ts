import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { quantile, summarise } from "./quantiles.ts";

Deno.test("quantile() interpolates between neighbours as NumPy does", () => {
  assertEquals(quantile([1, 2, 3, 4], 0.25), 1.75);
  assertEquals(quantile([1, 2, 3, 4], 0.9), 3.7);
  assertEquals(quantile([5], 0.3), 5);
  assertEquals(quantile([1, 9], 1), 9);
});

Deno.test("quantile() refuses no numbers and shares outside [0, 1]", () => {
  throws(() => quantile([], 0.5), RangeError);
  for (const share of [-0.1, 1.1, NaN]) throws(() => quantile([1], share), RangeError);
});

Deno.test("summarise() gives mean, standard error and quartiles", () => {
  assertEquals(summarise([4, 1, 3, 2]), {
    n: 4,
    mean: 2.5,
    se: Math.sqrt(5 / 3 / 4),
    q1: 1.75,
    median: 2.5,
    q3: 3.25,
  });
});

Deno.test("summarise() answers null where the sample is too small", () => {
  assertEquals(summarise([7]), { n: 1, mean: 7, se: null, q1: 7, median: 7, q3: 7 });
  assertEquals(summarise([]), { n: 0, mean: null, se: null, q1: null, median: null, q3: null });
});
