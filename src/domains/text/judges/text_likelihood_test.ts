import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { exponential, ratioOfSums } from "./ratio.ts";
import { textLikelihood, type TokenScorer } from "./text_likelihood.ts";

const EOS = 9, ROWS = 2, LENGTH = 6;

/** Gives each position the log-probability −(its token), and as features where they were asked for. */
const scorer: TokenScorer = {
  ...{ rows: ROWS, length: LENGTH, hidden: 1 },
  score: (tokens, positions) =>
    Promise.resolve({
      logProbabilities: Float32Array.from(tokens, (token, i) => i % LENGTH === 0 ? 0 : -token),
      features: Float32Array.from(positions),
    }),
};

Deno.test("textLikelihood() counts from the second token on, and of those that end a text the first", async () => {
  const texts = [[1, 2, 3], [EOS, 2, EOS, 3], [1, EOS, 2, EOS, 3, 4, 5, 6], [4]];
  const { nats, counted, features } = await textLikelihood(texts, scorer, { eosId: EOS });
  assertEquals([...counted], [2, 2, 4, 0]);
  assertEquals([...nats], [5, 5, EOS + 2 + 3 + 4, 0]);
  // The last token within the positions of the scorer.
  assertEquals([...features.data], [2, 3, 5, 0]);
});

Deno.test("the mean of a corpus is that of all its tokens, its spread that of the texts", () => {
  const { value, se } = ratioOfSums([10, 2], [4, 2]);
  assertEquals([value, ratioOfSums([3], [2])], [2, { value: 1.5, se: null }]);
  // Residuals 2 and −2 of two texts, over six tokens.
  ok(Math.abs(se! - Math.sqrt(8 * 2) / 6) <= 1e-12);
  const grown = exponential({ value: 1, se: 0.1 });
  assertEquals(grown, { value: Math.E, se: 0.1 * Math.E });
});
