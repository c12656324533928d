import { deepStrictEqual, notDeepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { bootstrapInterval, pairedBootstrap } from "./bootstrap.ts";

const shares = (right: number, of: number) =>
  Array.from({ length: of }, (_, i) => i < right ? 1 : 0);

Deno.test("an interval of equal values is that value", () => {
  deepStrictEqual(bootstrapInterval([0.5, 0.5, 0.5]), [0.5, 0.5]);
});

Deno.test("an interval of shares is the binomial's: a resample of 40 in 100 right is binomial(100, 0.4)", () => {
  // Quantiles of binomial(100, 0.4) at 0.025 and 0.975, by summing its terms: 31 and 50.
  const [low, high] = bootstrapInterval(shares(40, 100), { draws: 20_000, seed: 3 });
  ok(Math.abs(low - 0.31) <= 0.01, `${low}`);
  ok(Math.abs(high - 0.5) <= 0.01, `${high}`);
});

Deno.test("an interval of two problems is drawn from the means that two draws can have", () => {
  // Means 0, 0.5, 1 with chances 1/4, 1/2, 1/4, so the quantiles are the ends.
  deepStrictEqual(bootstrapInterval([0, 1]), [0, 1]);
});

Deno.test("an interval is a function of its numbers and its seed", () => {
  const values = Array.from({ length: 30 }, (_, i) => Math.sqrt(i));
  deepStrictEqual(bootstrapInterval(values, { seed: 1 }), bootstrapInterval(values, { seed: 1 }));
  notDeepStrictEqual(
    bootstrapInterval(values, { seed: 1 }),
    bootstrapInterval(values, { seed: 2 }),
  );
});

Deno.test("what makes a problem hard for both methods does not widen the interval of a difference", () => {
  const theirs = Array.from({ length: 50 }, (_, i) => i / 50);
  const { difference, interval: [low, high] } = pairedBootstrap(
    theirs.map((value) => value + 0.25),
    theirs,
  );
  for (const value of [difference, low, high]) ok(Math.abs(value - 0.25) < 1e-12, `${value}`);
});

Deno.test("a difference has the sign of whose problems are more", () => {
  const { difference, interval } = pairedBootstrap(shares(30, 100), shares(60, 100));
  strictEqual(difference, -0.3);
  ok(interval[0] < -0.3 && -0.3 < interval[1] && interval[1] < 0);
});

Deno.test("nothing can be said of no problems, nor of lists of unequal lengths", () => {
  throws(() => bootstrapInterval([]), /no values/);
  throws(() => pairedBootstrap([1], [1, 0]), /pair 1 values with 2/);
});
