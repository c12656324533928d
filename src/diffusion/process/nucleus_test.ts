import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { randomKey, RandomStream } from "../../random/mod.ts";
import { softmax } from "./categorical.ts";
import { nucleusFilter } from "./nucleus.ts";

/** The same by sorting the whole vocabulary. */
function sorted(probabilities: Float64Array, p: number): Float64Array {
  const order = Array.from(probabilities.keys())
    .sort((a, b) => probabilities[b]! - probabilities[a]! || a - b);
  let cumulative = probabilities[order[0]!]!, kept = 1;
  while (kept < order.length && cumulative + probabilities[order[kept]!]! <= p) {
    cumulative += probabilities[order[kept++]!]!;
  }
  const filtered = new Float64Array(probabilities.length);
  for (const token of order.slice(0, kept)) filtered[token] = probabilities[token]! / cumulative;
  return filtered;
}

Deno.test("nucleusFilter() leaves out the token that crosses p and always keeps one", () => {
  const filtered = (p: number) => [...nucleusFilter(Float64Array.of(0.125, 0.5, 0.25, 0.125), p)];
  assertEquals(filtered(0.75), [0, 2 / 3, 1 / 3, 0]);
  assertEquals(filtered(0.74), [0, 1, 0, 0]);
  assertEquals(filtered(0.1), [0, 1, 0, 0]);
  assertEquals(filtered(1), [0.125, 0.5, 0.25, 0.125]);
});

Deno.test("nucleusFilter() gives bit for bit what sorting all tokens gives", () => {
  const stream = new RandomStream(randomKey(0));
  for (let trial = 0; trial < 400; trial++) {
    const vocab = 1 + stream.integer(trial % 4 === 0 ? 4 : 300);
    const spread = [0, 0.01, 1, 4, 40][trial % 5]!;
    // Coarse logits have equals, whose order counts.
    const coarseness = trial % 3 === 0 ? 1 : 2 ** -20;
    const logits = Float64Array.from(
      { length: vocab },
      () => Math.round(spread * stream.normal() / coarseness) * coarseness,
    );
    if (trial % 7 === 0) logits[vocab - 1] = -Infinity;
    if (logits.every((logit) => logit === -Infinity)) continue;
    const probabilities = softmax(logits);
    for (const p of [1e-9, 0.3, 0.9, 0.999999, 1 - 2 ** -53]) {
      const expected = sorted(probabilities, p);
      assertEquals(nucleusFilter(probabilities.slice(), p), expected, `${vocab} tokens, ${p}`);
    }
  }
});

Deno.test("nucleusFilter() keeps all tokens where they add up to less than p", () => {
  const probabilities = Float64Array.of(0.25, 0.125, 0.25);
  assertEquals(nucleusFilter(probabilities.slice(), 0.9), sorted(probabilities, 0.9));
});
