import { deepStrictEqual as assertEquals, match, ok } from "node:assert/strict";
import { paretoPanels } from "./pareto_figure.ts";
import type { SummaryRow } from "../analysis/summary.ts";

function row(sampler: string, T: number): SummaryRow {
  const estimate = { mean: 0.5, se: 0.01 };
  return {
    ...{ property: "ring_count", label: 1, sampler, method: sampler, S: 0, omega: 0, T, gamma: 1 },
    ...{ nfe: T, model: null, seeds: [1, 2], count: 1024, quartiles: null },
    ...{ figures: { valid: estimate }, value: estimate },
    ...{ seOver: "seeds" as const, novelCounts: [95, 105], novelPer1024: { mean: 100, se: 5 } },
  };
}

Deno.test("paretoPanels() has a panel for each T, in which a method without T always stands", () => {
  const panels = paretoPanels([row("mdm", 8), row("mdm", 32), row("ar", 16)], "page");
  assertEquals(panels.length, 3, "T = 8, T = 32 and the paper's");
  for (const { svg } of panels.slice(0, 2)) match(svg, /<title>ar · γ = 1\n/);
  ok(!panels.some(({ svg }) => svg.includes("T = 16")));
});
