import assert from "node:assert/strict";
import {
  fillPaperTables,
  type PaperReport,
  paperTablesMarkdown,
  type PublishedScores,
} from "./paper_tables.ts";
import type { SummaryRow } from "../analysis/summary.ts";

const exact = (mean: number) => ({ mean, se: null });

function row(sampler: string, T: number, novel: number): SummaryRow {
  return {
    ...{ property: "ring_count", label: 1, sampler, S: 0, omega: 0, T, gamma: 2, nfe: 2 * T },
    ...{ method: sampler === "mdm" ? "MDM" : "ProSeCo (2, 2)", model: { parameters: 1_040_000 } },
    ...{ seeds: [1, 2], count: 512, figures: { novel: exact(novel) } },
    ...{ seOver: "seeds" as const, novelCounts: [novel * 512, novel * 512] },
    ...{ novelPer1024: exact(novel * 1024), value: exact(4.5), quartiles: null },
  };
}

const REPORT: PaperReport = {
  name: "run-1/report",
  run: null,
  table: {
    title: "Molecules",
    source: { kind: "enumerated" },
    rows: [row("mdm", 8, 0.1), row("mdm", 16, 0.125), row("proseco", 16, 0.25)],
  },
};

const SCORES: PublishedScores = {
  name: "run-2/scores",
  file: {
    table: "llada_sft",
    model: { name: "LLaDA", parameters: 8_000_000_000 },
    scores: [{ method: "ProSeCo SFT", metric: "MBPP", value: { mean: 41, se: 0.5 }, seeds: [3] }],
  },
};

Deno.test("Figure 5 holds the paper's points and ours side by side", () => {
  const figure = fillPaperTables([REPORT], []).find(({ id }) => id === "figure5-ring_count")!;
  const of = (name: string) => figure.rows.find((one) => one.name === name)!.cells;
  assert.equal(of("MDLM, γ = 2")[0]!.text, "261 · 4.85");
  assert.deepEqual(of("MDLM, γ = 2")[1], {
    text: "128 · 4.50",
    provenance: "run-1/report, T = 16, 32 evaluations, 512 samples, seeds 1, 2",
  });
  assert.equal(of("ProSeCo, γ = 2")[0]!.text, "456 · 4.86");
  assert.deepEqual(of("ProSeCo, γ = 2")[1], {
    text: "256 · 4.50",
    provenance: "run-1/report, ProSeCo (2, 2), T = 16, 32 evaluations, 512 samples, seeds 1, 2",
  });
  assert.equal(figure.rows.filter(({ name }) => name.startsWith("ProSeCo")).length, 5);
});

Deno.test("A column says that its model is reduced and its data not QM9", () => {
  const figure = fillPaperTables([REPORT], [])[2]!;
  assert.equal(
    figure.columns[1]!.name,
    "run-1/report (reduced model: 1.0M parameters, not QM9 but enumerated molecules)",
  );
});

Deno.test("Where nothing ran only the paper's numbers stand", () => {
  const filled = fillPaperTables([], []);
  assert.deepEqual(filled.map(({ id }) => id), [
    "llada_sft",
    "openwebtext",
    "figure5-ring_count",
    "figure5-qed",
  ]);
  assert.ok(filled.every(({ columns }) => columns.every(({ ofPaper }) => ofPaper)));
  assert.equal(filled[1]!.rows.find(({ name }) => name === "ProSeCo")?.cells[3]?.text, "0.604");
});

Deno.test("Scores fill their cell of Table 1 and no other", () => {
  const table = fillPaperTables([], [SCORES])[0]!;
  const cells = table.rows.flatMap(({ name, cells }) =>
    cells.flatMap((cell, index) =>
      cell.provenance ? [[name, table.columns[index]!.name, cell.text]] : []
    )
  );
  assert.deepEqual(cells, [
    ["ProSeCo SFT", "MBPP: run-2/scores, LLaDA (8.0B parameters)", "41.00 ± 0.50"],
  ]);
});

Deno.test("A score says what judged it, how many answers were empty, and what they were drawn with", () => {
  const facts = {
    judge: "mbpp extraction 1",
    empty: 0.034,
    settings: { T: 32, protocol: "released" },
  };
  const [score, ...others] = SCORES.file.scores;
  const scores = [{ ...score!, ...facts }, ...others];
  const [table] = fillPaperTables([], [{ ...SCORES, file: { ...SCORES.file, scores } }]);
  const told = table!.rows.flatMap(({ cells }) =>
    cells.flatMap(({ provenance }) => provenance ?? [])
  );
  assert.match(
    told.join("\n"),
    /seeds .*, judged by mbpp extraction 1, 3\.4% of answers empty, T = 32, protocol = released$/m,
  );
});

Deno.test("Problems that the paper has not have a column of their own in Table 1, marked as such", () => {
  const own = { ...SCORES.file.scores[0]!, metric: "functions" };
  const file = { ...SCORES.file, model: { name: "DiT", parameters: 1_040_000 }, scores: [own] };
  const table = fillPaperTables([], [{ name: "run-3/report", file }])[0]!;
  const ours = table.columns.findIndex(({ name }) => name.startsWith("functions"));
  assert.equal(
    table.columns[ours]!.name,
    "functions (not the paper's problems): run-3/report, DiT (reduced model: 1.0M parameters)",
  );
  assert.equal(table.columns.filter(({ name }) => name.startsWith("functions")).length, 1);
  assert.equal(
    table.rows.find(({ name }) => name === own.method)!.cells[ours]!.text,
    "41.00 ± 0.50",
  );
});

Deno.test("Steps that the paper has not have columns of their own in Table 2, the paper's own ours beside them", () => {
  const score = (method: string, steps: number | undefined, mean: number) => ({
    ...{ method, metric: "Entropy", value: { mean, se: null }, seeds: [1], judge: "a GPT-2" },
    ...(steps !== undefined && { steps }),
  });
  const file = {
    table: "openwebtext" as const,
    model: { name: "sotu", parameters: 1_200_000 },
    scores: [score("ProSeCo", 16, 3.5), score("MDLM", 128, 3.6), score("data", undefined, 3.7)],
  };
  const { columns, rows } = fillPaperTables([], [{ name: "text/report", file }])[1]!;
  const ours = columns.flatMap(({ name, ofPaper }, i) => ofPaper ? [] : [[name, i] as const]);
  const run = "text/report, sotu (reduced model: 1.2M parameters)";
  assert.deepEqual(ours.map(([name]) => name), [
    `Entropy, 128 steps: ${run}`,
    `Entropy, 16 steps (not the paper's steps): ${run}`,
    `Entropy (not the paper's steps): ${run}`,
  ]);
  const textAt = (method: string, column: number) =>
    rows.find(({ name }) => name === method)!.cells[ours[column]![1]]!.text;
  assert.deepEqual([textAt("MDLM", 0), textAt("ProSeCo", 1), textAt("data", 2)], [
    ...["3.60", "3.50", "3.70"],
  ]);
});

Deno.test("The Markdown gives the provenance of every number of ours", () => {
  const text = paperTablesMarkdown(fillPaperTables([REPORT], []));
  assert.match(text, /\| MDLM, γ = 2 \| 261 · 4\.85 \| 128 · 4\.50 \[1\] \|/);
  assert.match(text, /^1\. run-1\/report, T = 16, 32 evaluations/m);
});
