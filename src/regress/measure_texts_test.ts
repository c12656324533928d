import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import type { TextMetrics } from "../artifacts/text/text_metrics.ts";
import { compareSweep } from "./compare.ts";
import { measureTexts } from "./measure_texts.ts";
import { sweepOf } from "./measurement.ts";

const figure = (value: number) => ({ value, se: null });

/** Metrics of a seed, whose real texts have some entropy. */
function metricsOf(entropy: number): TextMetrics {
  const figures = {
    ...{ perplexity: figure(30), mauve: figure(0.5), characterNats: figure(2) },
    ...{ distinctPairs: figure(0.9), distinctTriples: figure(1), repeated: figure(0) },
    ...{ copied: figure(0.1), longestCopy: figure(10), entropy: figure(entropy) },
  };
  return {
    judges: { characters: { name: "runs", id: "7" } },
    settings: {
      ...{ sampler: "proseco", gamma: 1, T: 8, seed: 2, count: 4 },
      corrector: { S: 2, omega: 3 },
    },
    ...{ nfe: 12, evaluations: 10, n: 4, figures, examples: [] },
    ...{ reference: { n: 2, figures }, copies: { least: 32, indexed: 9 } },
  };
}

const NONE = { samples: [], histories: [] };
/** Two sequences of four positions: of two tokens in equal parts, and of one alone. */
const HELD_OUT = { tokens: [5, 7, 7, 5, 0, 0, 0, 0], length: 4 };

function sweepWith(entropy: number) {
  return sweepOf(measureTexts({ ...NONE, metrics: [metricsOf(entropy)], heldOut: HELD_OUT }));
}

Deno.test("measureTexts() says what is prescribed and lets ProSeCo move further", () => {
  const { "proseco γ=1: evaluations prescribed": prescribed } = sweepWith(1);
  assertEquals(prescribed, {
    ...{ better: "same", exact: { value: 12, error: 0 }, tolerated: 10, values: { "2": 12 } },
  });
  assertEquals(sweepWith(1)["real text: copied"]!.values, { "2": 0.1 });
});

Deno.test("the entropy of real texts must be that of all positions of the held-out sequences", () => {
  const verdict = (entropy: number) =>
    compareSweep(sweepWith(entropy)).find(({ name }) => name === "real text: entropy")!.verdict;
  ok(Math.abs(sweepWith(1)["real text: entropy"]!.exact!.value - Math.LN2 / 2) < 1e-12);
  assertEquals([verdict(Math.LN2 / 2), verdict(Math.LN2 / 2 + 1e-3)], ["new", "WRONG"]);
});
