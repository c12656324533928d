import { deepStrictEqual, match, strictEqual, throws } from "node:assert/strict";
import { buildMetricsReport } from "./build_metrics_report.ts";

const ROWS = [0, 1].flatMap((seed) =>
  [4, 8].map((T) => ({
    labels: { T, seed, sampler: "mdm" },
    figures: { valid: T / 10 + seed / 10, T, seed },
  }))
);

Deno.test("a report averages over seeds and shows what varies", () => {
  const files = buildMetricsReport({ title: "A & B", rows: ROWS, over: ["seed"] });
  deepStrictEqual(Object.keys(files), ["report.html", "table.csv", "table.md"]);
  const [head, first] = files["table.csv"]!.split("\r\n");
  strictEqual(head, "T,valid,valid_se,n");
  match(first!, /^4,0\.45,0\.0(5|4999\d*),2$/);
  match(files["report.html"]!, /A &#38; B/);
  match(
    files["report.html"]!,
    /4 files of metrics in 2 rows\. Means ± standard errors of n files, which differ in seed\./,
  );
});

Deno.test("what a search tried has a table of its own, beside files of metrics or alone", () => {
  const trials = [1, 2].map((trial) => ({
    ...{ task: "model-trials", trial, coordinates: {}, values: { rate: trial / 8 } },
    ...{ metric: "loss", figure: 1 / trial, isDone: true },
  }));
  const both = buildMetricsReport({ title: "", rows: ROWS, over: ["seed"], trials });
  deepStrictEqual(Object.keys(both), ["report.html", "table.csv", "table.md", "trials.csv"]);
  match(both["report.html"]!, /differ in seed\. 2 trials of a search\./);
  const alone = buildMetricsReport({ title: "", rows: [], over: [], trials });
  deepStrictEqual(Object.keys(alone), ["report.html", "trials.csv"]);
  strictEqual(
    alone["trials.csv"],
    "task,trial,rate,loss,loss_se,n\r\nmodel-trials,1,0.125,1,,1\r\nmodel-trials,2,0.25,0.5,,1\r\n",
  );
});

Deno.test("rows and figures that are asked for are those that are shown", () => {
  const files = buildMetricsReport({
    ...{ title: "", rows: ROWS, over: ["seed"], by: ["sampler"], figures: ["valid"] },
  });
  strictEqual(files["table.csv"]!.split("\r\n")[1]!.endsWith(",4"), true);
  match(files["table.csv"]!, /^sampler,valid,valid_se,n\r\nmdm,/);
  match(files["report.html"]!, /of n files, which differ in T, seed\./);
});

Deno.test("a label or figure that no file has is told, and so are files without numbers", () => {
  const make = (options: object) => () =>
    buildMetricsReport({ title: "", rows: ROWS, over: [], ...options });
  throws(make({ figures: ["vali"] }), /no file has a figure "vali"\. Did you mean "valid"/);
  throws(make({ by: ["t"] }), /no file has a label "t"/);
  throws(make({ rows: [{ labels: {}, figures: {} }] }), /the files hold no numbers/);
});
