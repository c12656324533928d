import { strictEqual } from "node:assert/strict";
import { firstNotFinite } from "./first_not_finite.ts";

Deno.test("firstNotFinite() finds NaN and both infinities, wherever they stand", () => {
  const extremes = [0, -0, 1e-45, -3.4e38, 3.4e38];
  strictEqual(firstNotFinite(Float32Array.from(extremes)), -1);
  strictEqual(firstNotFinite(new Float32Array()), -1);
  strictEqual(firstNotFinite(Float64Array.of(Number.MAX_VALUE, -Number.MAX_VALUE)), -1);
  for (const value of [NaN, Infinity, -Infinity]) {
    for (let at = 0; at < 5; at++) {
      strictEqual(firstNotFinite(Float32Array.from(extremes).fill(value, at, at + 1)), at);
    }
  }
  strictEqual(firstNotFinite(Float32Array.of(1, Infinity, -Infinity)), 1);
});
