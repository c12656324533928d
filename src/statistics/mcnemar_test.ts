import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { mcnemarTest } from "./mcnemar.ts";

/** Outcomes of two methods: problems that the first alone solved, the second alone, both and neither. */
function outcomes(first: number, second: number, both = 0, neither = 0) {
  const all = [
    ...Array(first).fill([true, false]),
    ...Array(second).fill([false, true]),
    ...Array(both).fill([true, true]),
    ...Array(neither).fill([false, false]),
  ] as [boolean, boolean][];
  return mcnemarTest(all.map(([a]) => a), all.map(([, b]) => b));
}

Deno.test("McNemar's test is the two-sided binomial test of the problems that one method alone solved", () => {
  // 2 · (C(10,0) + C(10,1)) / 2^10
  deepStrictEqual(outcomes(9, 1), { first: 9, second: 1, p: outcomes(1, 9).p });
  ok(Math.abs(outcomes(9, 1).p - 22 / 1024) < 1e-15);
  // 2 · (1 + 15 + 105 + 455) / 2^15
  ok(Math.abs(outcomes(3, 12).p - 2 * 576 / 32768) < 1e-15);
});

Deno.test("problems that both or neither solved do not count", () => {
  strictEqual(outcomes(9, 1, 400, 90).p, outcomes(9, 1).p);
});

Deno.test("an even split and no split at all speak for neither method", () => {
  strictEqual(outcomes(5, 5).p, 1);
  strictEqual(outcomes(0, 0, 7, 7).p, 1);
});

Deno.test("thousands of problems neither overflow nor vanish", () => {
  // Normal approximation with continuity: z = 99 / √2000, p = 0.0268.
  const { p } = outcomes(1050, 950);
  ok(Math.abs(p - 0.0268) < 2e-4, `${p}`);
});

Deno.test("methods are compared on the same problems", () => {
  throws(() => mcnemarTest([true], []), /compare 1 problems with 0/);
});
