import { html, markup } from "../page/html.ts";
import { renderPage, type Section } from "../page/page.ts";
import { figureFile } from "../figures/figure_file.ts";
import { rasterize } from "../figures/rasterize.ts";
import { stepsText } from "../style/methods.ts";
import { formatCount, formatEstimate, formatNumber } from "../style/number_format.ts";
import { csvText } from "../style/csv.ts";
import { TEXT_COLUMNS } from "./text_columns.ts";
import { textLegend, textPanels } from "./text_panels.ts";
import { type GivenTextMetrics, type JudgedRows, textRows } from "./text_rows.ts";

/** What a report on texts is made of. */
export interface TextReportOptions {
  /** Heading of the page. */
  readonly title: string;
  /** The command that makes this report again. */
  readonly rerun: string;
  /** One for each setting and seed. */
  readonly metrics: readonly GivenTextMetrics[];
  /** Says in a sentence who judged some metrics. */
  readonly judgeLine: (metrics: GivenTextMetrics["metrics"]) => string;
}

const columnsOf = ({ rows }: JudgedRows) =>
  TEXT_COLUMNS.filter(({ figure }) => rows.some(({ figures }) => figures[figure] !== undefined));

function tableSection(judged: JudgedRows, index: number, line: string): Section {
  const columns = columnsOf(judged), { reference } = judged.first;
  const real = columns.map(({ figure, digits }) =>
    html`<td>${formatNumber(reference.figures[figure]?.value, digits)}</td>`
  );
  const body = judged.rows.map((row) =>
    html`
      <tr><th>${row.method}</th><td>${stepsText(row)}</td><td>${row.gamma}</td>
      <td>${row.nfe}</td><td>${formatCount(row.n)}</td>${columns.map(({ figure, digits }) =>
        html`<td>${formatEstimate(row.figures[figure], digits)}</td>`
      )}</tr>
    `
  );
  return {
    id: `table-${index}`,
    title: "Figures by method and steps",
    body: html`
      <p>${line} Mean over seeds ± its standard error; MAUVE depends on n.</p>
      <div class="scroll">
        <table>
          <thead>
            <tr><th>Method</th><th>Steps</th><th>γ</th><th>Evaluations</th><th>n</th>${columns.map((
              { title },
            ) => html`<th>${title}</th>`)}</tr>
          </thead>
          <tbody><tr><th>real text</th><td></td><td></td><td></td>
      <td>${formatCount(reference.n)}</td>${real}</tr>
      ${body}</tbody>
        </table>
      </div>
    `,
  };
}

function figureSection(judged: JudgedRows, index: number): Section {
  const drawn = (entries: readonly { readonly svg: string }[]) =>
    entries.map(({ svg }) => markup(svg));
  return {
    id: `figure-${index}`,
    title: "Quality against evaluations, and its entropy",
    body: html`
      <p class="legend">${textLegend(judged, "page").map(({ svg, label }) =>
        html`
          <span>${markup(svg)} ${label}</span>
        `
      )}</p>
      <div class="panels">${drawn(textPanels(judged, "page"))}</div>
      <p>Dashed lines are real text, judged alike. Entropy below it is repetition.</p>
    `,
  };
}

function examplesSection(judged: JudgedRows, index: number): Section {
  return {
    id: `texts-${index}`,
    title: "Texts side by side",
    body: html`${
      judged.rows.map(({ method, examples, ...row }) =>
        html`<h3>${method} ${stepsText(row)} γ = ${row.gamma}</h3>
          ${examples.slice(0, 3).map((text) => html`<blockquote>${text}</blockquote>`)}`
      )
    }`,
  };
}

function csvOf(groups: readonly JudgedRows[]): string {
  const head = ["network judge", "character judge", "method", "T", "gamma", "nfe", "n", "seeds"];
  const lines = groups.flatMap(({ first: { judges }, rows }) =>
    rows.map((row) => [
      ...[judges.network?.id ?? "", judges.characters.id, row.method, row.T, row.gamma, row.nfe],
      ...[row.n, row.seeds.join(" ")],
      ...TEXT_COLUMNS.flatMap(({ figure }) => {
        const found = row.figures[figure];
        return [found?.mean ?? null, found?.se ?? null];
      }),
    ])
  );
  const names = TEXT_COLUMNS.flatMap(({ figure }) => [figure, `${figure} se`]);
  return csvText([[...head, ...names], ...lines]);
}

/**
 * Makes all files of a report on texts: page, table and figure. Figures of different judges stand in
 * tables of their own.
 *
 * @throws {RangeError} If there are no metrics.
 */
export function buildTextReport(
  { title, rerun, metrics, judgeLine }: TextReportOptions,
): Readonly<Record<string, string | Uint8Array>> {
  if (metrics.length === 0) {
    throw new RangeError("Cannot build a report: no metrics given; run eval/text first");
  }
  const groups = textRows(metrics), lines = groups.map(({ first }) => judgeLine(first));
  const page = renderPage({
    ...{ title, lead: "What each method writes at each number of evaluations, beside real text." },
    source: html`<div class="source" id="source" data-kind="judge">${lines.join(" ")}</div>`,
    sections: groups.flatMap((judged, i) => [
      tableSection(judged, i, lines[i]!),
      figureSection(judged, i),
      examplesSection(judged, i),
    ]),
    footer: html`Run again: <code>${rerun}</code>.`,
  });
  const drawn = groups.map((judged, i) => ({
    title: groups.length > 1 ? lines[i]! : title,
    panels: textPanels(judged, "file"),
  })).filter(({ panels }) => panels.length > 0);
  const svg = drawn.length === 0
    ? undefined
    : figureFile(drawn, textLegend(groups[0]!, "file"), ["Dashed: real text.", ...lines]);
  return {
    "report.html": page,
    "table.csv": csvOf(groups),
    ...(svg !== undefined && { "texts.svg": svg, "texts.png": rasterize(svg) }),
  };
}
