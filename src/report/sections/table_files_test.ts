import assert from "node:assert/strict";
import type { SummaryRow } from "../analysis/summary.ts";
import { tableCsv, tableLatex, tableMarkdown } from "./table_files.ts";
import { tableJson } from "../analysis/report_table.ts";

const ROW: SummaryRow = {
  property: "ring_count",
  label: 1,
  sampler: "proseco",
  method: "ProSeCo (2, 4) · eta_1 = 5%",
  S: 2,
  omega: 4,
  T: 16,
  gamma: 2,
  nfe: 40,
  model: { parameters: 1000 },
  seeds: [1, 2],
  count: 512,
  seOver: "seeds",
  figures: {
    valid: { mean: 0.5, se: 0.0125 },
    unique: { mean: 0.25, se: 0 },
    novel: { mean: 0.125, se: 0.01 },
    diversity: { mean: 0.75, se: 0.005 },
    scaffolds: null,
  },
  novelCounts: [59, 69],
  novelPer1024: { mean: 128, se: 10.24 },
  value: { mean: 4.5, se: 0.1 },
  quartiles: [4, 4.5, 5],
};

Deno.test("tableJson keeps every number in full", () => {
  const table = { title: "Molecules", source: { kind: "enumerated" }, rows: [ROW] };
  assert.deepEqual(JSON.parse(tableJson(table)), table);
});

Deno.test("tableCsv quotes what holds a comma and says what errors are over", () => {
  const [header, line, rest] = tableCsv([ROW]).split("\r\n") as [string, string, string];
  assert.equal(rest, "");
  assert.match(
    line,
    /^ring_count,1,proseco,"ProSeCo \(2, 4\) · eta_1 = 5%",2,4,16,2,40,1 2,512,seeds,/,
  );
  assert.match(
    line,
    /,0\.5,0\.0125,0\.25,0,0\.125,0\.01,0\.75,0\.005,,.*,128,10\.24,4\.5,0\.1,4,4\.5,5$/,
  );
  // The name of the method holds a comma.
  assert.equal(header.split(",").length, line.split(",").length - 1);
});

Deno.test("tableMarkdown writes means with their standard errors", () => {
  const [head, rule, line] = tableMarkdown([ROW]).split("\n") as [string, string, string];
  assert.equal(head.split("|").length, rule.split("|").length);
  assert.match(
    line,
    /\| 0\.500 ± 0\.013 \| 0\.250 ± 0\.000 \| 0\.125 ± 0\.010 \| 0\.750 ± 0\.005 \| –.* \| 128\.0 ± 10\.2 \|/,
  );
  assert.match(line, /\| 4\.50 ± 0\.10 \| 4\.00 \/ 4\.50 \/ 5\.00 \| 2 \|$/);
});

Deno.test("tableLatex escapes what LaTeX would read and divides properties by a rule", () => {
  const latex = tableLatex([ROW, { ...ROW, property: "qed", value: null, quartiles: null }]);
  assert.match(latex, /ProSeCo \(2, 4\) \$\\cdot\$ eta\\_1 = 5\\%/);
  assert.match(latex, /0\.500 \$\\pm\$ 0\.013/);
  assert.equal(latex.match(/\\midrule/g)?.length, 2);
  assert.match(latex, /\\toprule[\s\S]*\\bottomrule/);
});

Deno.test("All tables of one seed say that their errors are binomial, and give the same", () => {
  const alone: SummaryRow = { ...ROW, seeds: [1], seOver: "samples" };
  const [, line] = tableCsv([alone]).split("\r\n") as [string, string];
  assert.match(line, /,1,512,samples,0\.5,0\.0125,/);
  for (const text of [tableMarkdown([alone]), tableLatex([alone])]) {
    assert.match(text, /of one seed: binomial over samples for shares and counts, over molecules/);
    assert.match(text, /0\.500 (±|\$\\pm\$) 0\.013/);
  }
  assert.match(tableMarkdown([ROW]), /over seeds\.$/m);
  assert.match(tableMarkdown([ROW, alone]), /over seeds; of one seed alone, binomial/);
  const json = tableJson({ title: "Molecules", source: {}, rows: [alone] });
  assert.equal(JSON.parse(json).rows[0].seOver, "samples");
});
