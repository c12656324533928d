import { deepStrictEqual as assertEquals, match, strictEqual } from "node:assert/strict";
import type { PublishedScores } from "../paper/paper_tables.ts";
import type { Panel } from "./panel.ts";
import { stepsPanels } from "./steps_figure.ts";

const SCORES: PublishedScores = {
  name: "text/run-1",
  file: {
    table: "openwebtext",
    model: { name: "tiny", parameters: 1e6 },
    scores: [512, 128].map((steps) => ({
      ...{ method: "ProSeCo", metric: "MAUVE", steps, seeds: [1, 2] },
      value: { mean: 0.1, se: 0.01 },
    })),
  },
};

const points = (svg: string) => svg.match(/<title>/g)?.length ?? 0;

Deno.test("stepsPanels() draws the paper's four methods at four numbers of steps, and ours", () => {
  const panels = stepsPanels([], "page");
  assertEquals(panels.map(({ svg }) => points(svg)), [16, 16, 16]);
  const [mauve, perplexity] = stepsPanels([SCORES], "page") as [Panel, Panel];
  assertEquals([points(mauve.svg), points(perplexity.svg)], [18, 16]);
  match(mauve.svg, /text\/run-1: ProSeCo · 128 steps\nMAUVE 0\.100 ± 0\.010\nseeds 1, 2/);
  strictEqual(mauve.svg.includes("NaN"), false);
});
