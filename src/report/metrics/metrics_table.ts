import type { Scalar } from "../../support/json.ts";
import { html, type Markup } from "../page/html.ts";
import { sortableHead } from "../page/sortable_head.ts";
import { csvText } from "../style/csv.ts";
import { markdownRow } from "../style/markdown.ts";
import { formatEstimate } from "../style/number_format.ts";
import { type MeasuredMean, namesOf } from "./measured.ts";

/** Digits that the largest of a column's figures shows. */
const SIGNIFICANT = 4;

/** Decimals that suit all figures of a column. */
function decimals(rows: readonly MeasuredMean[], name: string): number {
  const values = rows.flatMap(({ figures }) => figures[name]?.mean ?? []);
  const errors = rows.flatMap(({ figures }) => figures[name]?.se ?? []);
  if (values.every(Number.isInteger) && errors.every((error) => error === 0)) return 0;
  const most = Math.max(...values.map(Math.abs));
  const before = most === 0 ? 1 : Math.floor(Math.log10(most)) + 1;
  return Math.min(8, Math.max(0, SIGNIFICANT - before));
}

function labelText(value: Scalar | undefined): string {
  return value === undefined || value === null ? "" : String(value);
}

/** What a table of figures shows. */
export interface MetricsTableOptions {
  /** Labels that are columns. */
  readonly labels: readonly string[];
  /** Where the text of a label leads, for those that lead anywhere. @default {nowhere} */
  readonly link?: (name: string, value: string) => string | undefined;
}

/** Means with their standard errors as a table that is sorted by a click on a column's head. */
export function metricsTable(
  rows: readonly MeasuredMean[],
  { labels, link }: MetricsTableOptions,
): Markup {
  const figures = namesOf(rows, "figures");
  const digits = new Map(figures.map((name) => [name, decimals(rows, name)]));
  const isRepeated = rows.some(({ count }) => count > 1);
  const heads = [
    ...labels.map((text) => ({ text, left: true })),
    ...[...figures, ...isRepeated ? ["n"] : []].map((text) => ({ text })),
  ];
  return html`
    <div class="scroll tall" tabindex="0">
      <table class="sortable">
        ${sortableHead(heads)}
        <tbody>${rows.map((row) =>
          html`<tr>${
            labels.map((name) => {
              const text = labelText(row.labels[name]), target = link?.(name, text);
              const shown = target === undefined ? text : html`<a href="${target}">${text}</a>`;
              return html`<td class="text" data-value="${text}">${shown}</td>`;
            })
          }${
            figures.map((name) => {
              const value = row.figures[name];
              return html`<td data-value="${value?.mean}">${
                formatEstimate(value, digits.get(name)!)
              }</td>`;
            })
          }${isRepeated && html`<td data-value="${row.count}">${row.count}</td>`}</tr>\n`
        )}</tbody>
      </table>
    </div>
  `;
}

/** The means as CSV (RFC 4180): numbers in full, a column for each mean and each standard error. */
export function metricsCsv(rows: readonly MeasuredMean[]): string {
  const labels = namesOf(rows, "labels"), figures = namesOf(rows, "figures");
  const head = [...labels, ...figures.flatMap((name) => [name, `${name}_se`]), "n"];
  return csvText([
    head,
    ...rows.map((row) => [
      ...labels.map((name) => labelText(row.labels[name])),
      ...figures.flatMap((
        name,
      ) => [row.figures[name]?.mean ?? null, row.figures[name]?.se ?? null]),
      row.count,
    ]),
  ]);
}

/** The means as a table in Markdown. */
export function metricsMarkdown(rows: readonly MeasuredMean[]): string {
  const labels = namesOf(rows, "labels"), figures = namesOf(rows, "figures");
  return [
    [...labels, ...figures, "n"],
    [...labels.map(() => "---"), ...figures.map(() => "--:"), "--:"],
    ...rows.map((row) => [
      ...labels.map((name) => labelText(row.labels[name])),
      ...figures.map((name) => formatEstimate(row.figures[name], decimals(rows, name))),
      String(row.count),
    ]),
  ].map((cells) => `${markdownRow(cells)}\n`).join("");
}
