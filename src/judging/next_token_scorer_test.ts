import { ok, rejects } from "node:assert/strict";
import { maxError } from "../../tests/golden_fixture.ts";
import { readGpt2Golden } from "../../tests/gpt2_fixture.ts";
import { exponential, ratioOfSums } from "../domains/text/judges/ratio.ts";
import { textLikelihood } from "../domains/text/judges/text_likelihood.ts";
import { createNextTokenScorer } from "./next_token_scorer.ts";

const ROWS = 4, LENGTH = 48, HIDDEN = 48;

for (const engine of ["compiled", "cpu"] as const) {
  Deno.test(`a GPT-2 scores texts and gives features as transformers does, on the ${engine} engine`, async () => {
    const { config, parameters, ids, floats } = await readGpt2Golden();
    const scorer = await createNextTokenScorer(parameters, config, { rows: ROWS + 1, engine });
    const expected = floats("nll"), features = floats("last_hidden");
    for (const place of [0, 20, LENGTH - 1]) {
      const scores = await scorer.score(ids, new Int32Array(ROWS).fill(place));
      for (let row = 0; row < ROWS; row++) {
        const own = scores.logProbabilities.subarray(row * LENGTH + 1, (row + 1) * LENGTH);
        const nll = expected.subarray(row * (LENGTH - 1), (row + 1) * (LENGTH - 1));
        ok(maxError(own.map((x) => -x), nll) <= 1e-4);
        const start = (row * LENGTH + place) * HIDDEN;
        const found = scores.features.subarray(row * HIDDEN, (row + 1) * HIDDEN);
        ok(maxError(found, features.subarray(start, start + HIDDEN)) <= 1e-4);
      }
    }
    await scorer.release();
  });
}

Deno.test("the generative perplexity of a corpus is the golden one, and not that of shifted tokens", async () => {
  const { config, parameters, ids, floats } = await readGpt2Golden();
  const scorer = await createNextTokenScorer(parameters, config, { rows: 3 });
  const texts = Array.from({ length: ROWS }, (_, i) => ids.subarray(i * LENGTH, (i + 1) * LENGTH));
  const perplexity = async (texts: readonly Int32Array[]) => {
    const { nats, counted } = await textLikelihood(texts, scorer, { eosId: 210 });
    return { value: exponential(ratioOfSums(nats, counted)).value, counted };
  };
  const { value, counted } = await perplexity(texts),
    expected = floats("generative_perplexity")[0]!;
  ok(Math.abs(value / expected - 1) <= 1e-5, `${value}`);
  const weights = floats("weight").reduce((sum, weight) => sum + weight, 0);
  ok(counted.reduce((sum, count) => sum + count, 0) === weights);
  const shifted = await perplexity(texts.map((text) => text.subarray(1)));
  ok(Math.abs(shifted.value / expected - 1) > 1e-4);
  await scorer.release();
});

Deno.test("a network that sees both sides is no judge of texts", async () => {
  const { config, parameters } = await readGpt2Golden();
  await rejects(
    createNextTokenScorer(parameters, { ...config, causal: false }),
    /it is not causal; take a checkpoint of train\/ar or a GPT-2/,
  );
});
