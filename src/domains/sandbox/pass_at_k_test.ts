import assert from "node:assert/strict";
import { passAtK } from "./pass_at_k.ts";

/** Counts the ways to choose k of n completions, and those of them that hold a passing one. */
function enumerate(samples: number, passed: number, k: number): number {
  let all = 0, some = 0;
  for (let set = 0; set < 2 ** samples; set++) {
    const members = [...Array(samples).keys()].filter((i) => set & (1 << i));
    if (members.length !== k) continue;
    all++;
    if (members.some((i) => i < passed)) some++;
  }
  return some / all;
}

Deno.test("passAtK is the share of choices that hold a passing completion", () => {
  for (let samples = 1; samples <= 7; samples++) {
    for (let passed = 0; passed <= samples; passed++) {
      for (let k = 1; k <= samples; k++) {
        const error = Math.abs(passAtK(samples, passed, k) - enumerate(samples, passed, k));
        assert.ok(error < 1e-12, `n=${samples} c=${passed} k=${k}`);
      }
    }
  }
});

Deno.test("passAtK does not overflow with many samples", () => {
  assert.ok(Math.abs(passAtK(10_000, 100, 1) - 0.01) < 1e-12);
  assert.equal(passAtK(10_000, 9_000, 5_000), 1);
});

Deno.test("passAtK refuses counts that cannot be", () => {
  assert.throws(() => passAtK(3, 4, 1), { name: "RangeError", message: /got 4/ });
  assert.throws(() => passAtK(3, 1, 4), { name: "RangeError", message: /got 4/ });
  assert.throws(() => passAtK(3, 1, 0), { name: "RangeError", message: /got 0/ });
  assert.throws(() => passAtK(3.5, 1, 1), { name: "RangeError", message: /got 3.5/ });
});
