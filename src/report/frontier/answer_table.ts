import { sortableHead, type TableHead } from "../page/sortable_head.ts";
import { html, type Markup } from "../page/html.ts";
import type { Section } from "../page/page.ts";
import { formatEstimate, formatNumber } from "../style/number_format.ts";
import { methodInk } from "./answer_methods.ts";
import type { FrontierRow } from "./frontier_rows.ts";
import { intervalNote } from "./frontier_sections.ts";

const HEADS: readonly TableHead[] = [
  { text: "Method", title: "Network and sampler", left: true },
  { text: "Part", title: "Part of the problems", left: true },
  { text: "Temp.", title: "Temperature of draws" },
  { text: "T", title: "Unmasking steps" },
  { text: "S", title: "Corrector steps each time it fires" },
  { text: "ω", title: "Every how many unmasking steps the corrector fires" },
  { text: "Evaluations", title: "Network evaluations of an answer, as they were made" },
  { text: "Accuracy", title: "Share of right answers, over problems, and its standard error" },
  { text: "95%", title: "Interval of the accuracy" },
];

/** Names of all verdicts, those of right answers first. */
export function verdictNames(rows: readonly FrontierRow[]): string[] {
  const rank = (name: string) => ["passed", "correct"].includes(name) ? 0 : 1;
  return [...new Set(rows.flatMap(({ verdicts }) => Object.keys(verdicts)))]
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function cell(value: number | null, digits: number): Markup {
  return html`<td data-value="${value ?? ""}">${formatNumber(value, digits)}</td>`;
}

function steps(value: number): Markup {
  return html`<td data-value="${value || ""}">${value || "–"}</td>`;
}

function tableRow(row: FrontierRow, verdicts: readonly string[]): Markup {
  const { method, part, temperature, accuracy, interval: [low, high] } = row;
  return html`
    <tr><td class="text" data-value="${method}"><span class="key" style="background: var(--${methodInk(
      method,
    )})"></span>${method}</td><td class="text" data-value="${part}">${part}</td>${cell(
      temperature,
      1,
    )}${steps(row.T)}${steps(row.S)}${steps(row.omega)}${cell(
      row.evaluations,
      1,
    )}<td data-value="${accuracy.mean}">${formatEstimate(
      accuracy,
      3,
    )}</td><td data-value="${low}">${formatNumber(low, 3)} to ${formatNumber(
      high,
      3,
    )}</td>${verdicts.map((name) => cell(row.verdicts[name] ?? 0, 3))}${cell(row.empty, 3)}${cell(
      row.unfinished,
      3,
    )}<td data-value="${row.seeds.length}">${row.seeds
      .length}</td><td class="text" data-value="${row.judge}">${row
      .judge}</td><td class="text" data-value="${row.protocol ?? ""}">${row.protocol ??
      "–"}</td></tr>
  `;
}

/** Every setting with the verdicts on its answers. */
export function answerTableSection(rows: readonly FrontierRow[]): Section {
  const heads = (verdicts: readonly string[]): readonly TableHead[] => [
    ...HEADS,
    ...verdicts.map((text) => ({ text, title: `Share of answers: ${text}` })),
    { text: "Empty", title: "Share of answers without any text" },
    { text: "Unfinished", title: "Share of answers that did not come to their end" },
    { text: "Seeds", title: "Seeds that the mean is over" },
    { text: "Judge", title: "Name and version of the rule that read the answers", left: true },
    { text: "Protocol", title: "Rules of decoding: own or released", left: true },
  ];
  const tables = [...Map.groupBy(rows, ({ problems }) => problems)].map(([problems, group]) => {
    const verdicts = verdictNames(group);
    return html`
      <h3>${problems}</h3>
      <div class="scroll tall" tabindex="0">
        <table class="sortable">
          ${sortableHead(heads(verdicts))}
          <tbody>${group.map((row) => tableRow(row, verdicts))}</tbody>
        </table>
      </div>
    `;
  });
  return {
    id: "table",
    title: "Every setting",
    body: html`
      <p>What became of all answers, in shares, beside who judged them and by which rules they were drawn. A head sorts by its column.</p>
      ${tables}<p
        class="note">${intervalNote(
          rows,
        )} As a file: <a href="frontier.csv">CSV</a>, <a href="frontier.json">JSON</a>.</p>
    `,
  };
}
