import { match, strictEqual } from "node:assert/strict";
import { averageOver } from "./measured.ts";
import { metricsCsv, metricsMarkdown, metricsTable } from "./metrics_table.ts";

const MEANS = averageOver([
  { labels: { method: "a|b", seed: 0 }, figures: { valid: 0.5, count: 12 } },
  { labels: { method: "a|b", seed: 1 }, figures: { valid: 0.75, count: 12 } },
  { labels: { method: "<c>", seed: 0 }, figures: { valid: -0.0125 } },
], ["seed"]);

Deno.test("the CSV has numbers in full, and nothing where a figure is missing", () => {
  strictEqual(
    metricsCsv(MEANS),
    "method,valid,valid_se,count,count_se,n\r\na|b,0.625,0.125,12,0,2\r\n<c>,-0.0125,,,,1\r\n",
  );
});

Deno.test("the Markdown has means with standard errors and keeps its columns", () => {
  strictEqual(
    metricsMarkdown(MEANS),
    "| method | valid | count | n |\n| --- | --: | --: | --: |\n" +
      "| a\\|b | 0.6250 ± 0.1250 | 12 ± 0 | 2 |\n| <c> | −0.0125 | – | 1 |\n",
  );
});

Deno.test("the table sorts by numbers, escapes labels and links those that lead somewhere", () => {
  const link = (name: string, value: string) =>
    name === "method" ? `/x?${value.length}` : undefined;
  const { markup } = metricsTable(MEANS, { labels: ["method"], link });
  match(markup, /<td data-value="0\.625">0\.6250 ± 0\.1250<\/td>/);
  match(markup, /<a href="\/x\?3">&#60;c&#62;<\/a>/);
  match(markup, /<button type="button">n<\/button>/);
  match(markup, /<td data-value="">–<\/td>/);
});
