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
