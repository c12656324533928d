import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { TextMetrics } from "../../artifacts/text/text_metrics.ts";
import { textRows } from "./text_rows.ts";

/** Metrics of a seed whose entropy and perplexity are given. */
function metrics(seed: number, entropy: number, perplexity: number | null, id = "a"): TextMetrics {
  const none = { value: 0, se: null };
  const figures = {
    ...{ characterNats: none, distinctPairs: none, distinctTriples: none, repeated: none },
    ...{ copied: none, longestCopy: none, entropy: { value: entropy, se: null } },
    perplexity: { value: perplexity, se: null },
  };
  return {
    judges: { network: { name: "GPT-2", id }, characters: { name: "runs", id: "7" } },
    settings: { sampler: "mdm", gamma: 1, T: 8, seed, count: 4 },
    ...{ nfe: 8, evaluations: 8, n: 4, figures, examples: [`seed ${seed}`] },
    ...{ reference: { n: 4, figures }, copies: { least: 32, indexed: 9 } },
  };
}

Deno.test("textRows() gives the mean over seeds with its standard error, and none where a seed has none", () => {
  const [{ rows } = { rows: [] }] = textRows([
    { metrics: metrics(1, 2, 30) },
    { metrics: metrics(2, 4, null) },
  ]);
  assertEquals(rows.length, 1);
  const { figures, n, seeds, examples } = rows[0]!;
  assertEquals([n, seeds, examples], [8, [1, 2], ["seed 1"]]);
  assertEquals(figures.entropy, { mean: 3, se: 1 });
  assertEquals(figures.perplexity, undefined);
});

Deno.test("textRows() keeps figures of different judges, and methods of different networks, apart", () => {
  const judged = textRows([
    { metrics: metrics(1, 2, 30, "a") },
    { metrics: metrics(2, 2, 30, "b") },
    { metrics: metrics(2, 2, 30, "a"), network: "ProSeCo's network" },
  ]);
  assertEquals(judged.map(({ rows }) => rows.map(({ method }) => method)), [
    ["MDM", "MDM, ProSeCo's network"],
    ["MDM"],
  ]);
});
