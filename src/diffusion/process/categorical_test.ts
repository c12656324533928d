import { deepStrictEqual as assertEquals, notStrictEqual, ok } from "node:assert/strict";
import { randomKey, RandomStream } from "../../random/mod.ts";
import { argmax, drawCategorical, mostProbable, softmax, uniformAt } from "./categorical.ts";

Deno.test("uniformAt() gives another number for each part of the address", () => {
  const key = randomKey(0), seen = new Set<number>();
  for (const row of [0, 1]) {
    for (const step of [0, 1]) {
      for (const position of [0, 1]) {
        for (const lane of [0, 1] as const) seen.add(uniformAt(key, row, step, position, lane));
      }
    }
  }
  assertEquals(seen.size, 16);
  notStrictEqual(uniformAt(key, 0, 0, 0), uniformAt(randomKey(1), 0, 0, 0));
});

Deno.test("argmax() takes the first of equals", () => assertEquals(argmax([1, 3, 3, 2]), 1));

Deno.test("softmax() takes -Infinity as probability 0 and large logits without overflow", () => {
  const values = softmax(Float64Array.of(1000, 1000 + Math.log(3), -Infinity));
  ok(Math.abs(values[0]! - 0.25) < 1e-12 && Math.abs(values[1]! - 0.75) < 1e-12);
  assertEquals(values[2], 0);
});

Deno.test("mostProbable() tells of logits which token a softmax finds the most probable", () => {
  const stream = new RandomStream(randomKey(2));
  let told = 0;
  for (let trial = 0; trial < 500; trial++) {
    // The smallest steps are lost by the softmax, or make equals of some.
    const step = [1, 1e-6, 1e-12, 2 ** -53, 2 ** -60][trial % 5]!;
    const temperature = [0.5, 1, 3][trial % 3]!;
    const logits = Float64Array.from({ length: 6 }, () => step * stream.integer(4));
    if (trial % 4 === 0) logits[0] = -Infinity;
    const expected = argmax(softmax(logits.map((logit) => logit / temperature)));
    const token = mostProbable(logits, temperature);
    if (token !== undefined) told++;
    ok(token === undefined || token === expected, `${logits}, ${temperature}`);
  }
  ok(told > 200, `${told} were told`);
});

Deno.test("mostProbable() tells nothing of logits that a softmax makes equal", () => {
  assertEquals(mostProbable(Float64Array.of(0, 2 ** -60), 1), undefined);
  assertEquals(argmax(softmax(Float64Array.of(0, 2 ** -60))), 0);
  assertEquals(mostProbable(Float64Array.of(0, 1), 0), 1);
});

Deno.test("drawCategorical() inverts the cumulative distribution", () => {
  const probabilities = [0.25, 0, 0.5, 0.25, 0];
  const at = [0, 0.2499, 0.25, 0.7499, 0.75, 1 - 2 ** -53];
  assertEquals(at.map((u) => drawCategorical(probabilities, u)), [0, 0, 2, 2, 3, 3]);
});

Deno.test("drawCategorical() never draws what has probability 0, however the sum is rounded", () => {
  assertEquals(drawCategorical([0, 0.1, 0.2, 0.6999999, 0], 1 - 2 ** -53), 3);
  assertEquals(drawCategorical([0, 1], 0), 1);
});
