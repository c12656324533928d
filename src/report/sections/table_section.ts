import { sortableHead, type TableHead } from "../page/sortable_head.ts";
import type { Section } from "../page/page.ts";
import { formatEstimate, formatNumber } from "../style/number_format.ts";
import { propertyText } from "../style/property_text.ts";
import { html, type Markup } from "../page/html.ts";
import { hasSteps, type SeriesStyle, seriesStyles } from "../style/methods.ts";
import { FIGURE_COLUMNS } from "../analysis/figure_columns.ts";
import type { Estimate } from "../../statistics/estimates.ts";
import { byProperty, type SummaryRow } from "../analysis/summary.ts";
import { errorNote } from "./figure_notes.ts";

const HEADS: readonly TableHead[] = [
  { text: "Method (S, ω)", title: "Sampler; corrector steps and frequency", left: true },
  { text: "T", title: "Unmasking steps" },
  { text: "γ", title: "Guidance strength" },
  { text: "NFE", title: "Network evaluations per sequence; a guided step counts as two" },
  ...FIGURE_COLUMNS.map(({ label, title, better }) => ({
    text: label,
    title: `${title}; ${better} is better`,
  })),
  { text: "Novel of 1,024", title: "Novel samples, scaled to the paper's 1,024" },
  { text: "Mean of novel", title: "Mean property of the novel molecules" },
  { text: "Quartiles of novel", title: "First quartile, median, third quartile" },
  { text: "Seeds", title: "Seeds that the mean is over" },
];

function estimateCell(value: Estimate | null | undefined, digits: number): Markup {
  const [mean, error] = formatEstimate(value, digits).split(" ± ");
  return html`<td data-value="${value?.mean}">${mean}${
    error && html`
      <span class="se">± ${error}</span>
    `
  }</td>`;
}

function stepsCell(row: SummaryRow): Markup {
  return hasSteps(row) ? numberCell(row.T) : html`<td data-value="">–</td>`;
}

function numberCell(value: number): Markup {
  return html`<td data-value="${value}">${
    formatNumber(value, Number.isInteger(value) ? 0 : 1)
  }</td>`;
}

function novelCell({ novelPer1024 }: SummaryRow, most: number, style: SeriesStyle): Markup {
  const [mean, error] = formatEstimate(novelPer1024, 0).split(" ± ");
  const share = most > 0 ? (100 * novelPer1024.mean / most).toFixed(1) : "0";
  return html`
    <td class="bar-cell" data-value="${novelPer1024.mean}"
      style="--share: ${share}%; --fill: var(--${style.ink})">${mean}${error && html`
        <span class="se">± ${error}</span>
      `}</td>
  `;
}

function tableRow(row: SummaryRow, most: number, style: SeriesStyle): Markup {
  const { digits } = propertyText(row.property);
  const quartiles = row.quartiles?.map((value) => formatNumber(value, digits)).join(" / ") ?? "–";
  return html`
    <tr><td class="text" data-value="${row
      .method}"><span class="key" style="background: var(--${style.ink})"></span>${row
      .method}</td>${stepsCell(row)}${numberCell(row.gamma)}${numberCell(row.nfe)}${FIGURE_COLUMNS
      .map(({ name, digits }) => estimateCell(row.figures[name], digits))}${novelCell(
        row,
        most,
        style,
      )}${estimateCell(row.value, digits)}<td data-value="${row.quartiles
      ?.[1]}">${quartiles}</td>${numberCell(row.seeds.length)}</tr>
  `;
}

/** The sortable table of one property. */
export function propertyTable(
  rows: readonly SummaryRow[],
  styles: ReadonlyMap<string, SeriesStyle>,
): Markup {
  const most = Math.max(...rows.map(({ novelPer1024 }) => novelPer1024.mean));
  return html`
    <div class="scroll tall" tabindex="0">
      <table class="sortable">
        ${sortableHead(HEADS)}
        <tbody>
    ${rows.map((row) => tableRow(row, most, styles.get(row.method)!))}</tbody>
      </table>
    </div>
  `;
}

/** The table of every setting. */
export function tableSection(rows: readonly SummaryRow[]): Section {
  const styles = seriesStyles(rows);
  const body = byProperty(rows).map(([property, group]) =>
    html`<h3>${propertyText(property).name}</h3>\n${propertyTable(group, styles)}\n`
  );
  return {
    id: "table",
    title: "Every setting",
    body: html`
      <p>Shares are of all samples. A head sorts by its column.</p>
      ${body}<p
        class="note">${errorNote(
          rows,
        )} As a file: <a href="table.csv">CSV</a>, <a href="table.json">JSON</a>, <a href="table.md">Markdown</a>, <a href="table.tex">LaTeX</a>.</p>
    `,
  };
}
