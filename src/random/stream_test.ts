import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { randomKey } from "./key.ts";
import { RandomStream } from "./stream.ts";

Deno.test("RandomStream draws the same numbers for the same key", () => {
  const a = new RandomStream(randomKey(3)), b = new RandomStream(randomKey(3));
  for (let i = 0; i < 100; i++) assertEquals(a.uniform(), b.uniform());
});

Deno.test("RandomStream.uniform() fills [0, 1) evenly", () => {
  const stream = new RandomStream(randomKey(1)), bins = new Array(10).fill(0);
  for (let i = 0; i < 10_000; i++) bins[Math.floor(stream.uniform() * 10)]++;
  const chiSquared = bins.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
  ok(chiSquared < 27.9, `χ² of 9 degrees of freedom is ${chiSquared}; p < 0.001`);
});

Deno.test("RandomStream.normal() has mean 0 and variance 1", () => {
  const stream = new RandomStream(randomKey(2));
  let sum = 0, squares = 0;
  for (let i = 0; i < 20_000; i++) {
    const x = stream.normal();
    sum += x;
    squares += x * x;
  }
  ok(Math.abs(sum / 20_000) < 0.03);
  ok(Math.abs(squares / 20_000 - 1) < 0.04);
});

Deno.test("RandomStream.permutation() holds every integer once", () => {
  const order = new RandomStream(randomKey(5)).permutation(50);
  assertEquals([...order].sort((a, b) => a - b), Array.from({ length: 50 }, (_, i) => i));
});
