import { markdownRow } from "../style/markdown.ts";
import { errorNote } from "./figure_notes.ts";
import { csvText } from "../style/csv.ts";
import { FIGURE_COLUMNS } from "../analysis/figure_columns.ts";
import { formatCount, formatEstimate, formatNumber } from "../style/number_format.ts";
import { propertyText } from "../style/property_text.ts";
import { hasSteps } from "../style/methods.ts";
import { PAPER_COUNT, type SummaryRow } from "../analysis/summary.ts";

/** One column of the written tables. */
interface Column {
  readonly name: string;
  /** Head of the column in LaTeX; `name` where it needs none of its own. */
  readonly latex?: string;
  readonly align: "l" | "r";
  text(row: SummaryRow): string;
}

const COLUMNS: readonly Column[] = [
  { name: "property", align: "l", text: ({ property }) => propertyText(property).name },
  { name: "method (S, ω)", latex: "method $(S, \\omega)$", align: "l", text: (row) => row.method },
  { name: "T", latex: "$T$", align: "r", text: (row) => hasSteps(row) ? String(row.T) : "–" },
  { name: "γ", latex: "$\\gamma$", align: "r", text: ({ gamma }) => String(gamma) },
  { name: "NFE", align: "r", text: ({ nfe }) => trimmed(nfe) },
  ...FIGURE_COLUMNS.map(({ name, label, digits }): Column => ({
    name: label.toLowerCase(),
    align: "r",
    text: ({ figures }) => formatEstimate(figures[name], digits),
  })),
  {
    name: `novel of ${formatCount(PAPER_COUNT)}`,
    align: "r",
    text: ({ novelPer1024 }) => formatEstimate(novelPer1024, 1),
  },
  {
    name: "mean of novel",
    align: "r",
    text: ({ property, value }) => formatEstimate(value, propertyText(property).digits),
  },
  {
    name: "quartiles of novel",
    align: "r",
    text: ({ property, quartiles }) =>
      quartiles === null
        ? "–"
        : quartiles.map((value) => formatNumber(value, propertyText(property).digits)).join(" / "),
  },
  { name: "seeds", align: "r", text: ({ seeds }) => String(seeds.length) },
];

function trimmed(value: number): string {
  return formatNumber(value, Number.isInteger(value) ? 0 : 1);
}

/** The rows as CSV (RFC 4180), numbers in full, one column for each mean and standard error. */
export function tableCsv(rows: readonly SummaryRow[]): string {
  const header = [
    ..."property label sampler method S omega T gamma nfe seeds count se_over".split(" "),
    ...[...FIGURE_COLUMNS.map(({ name }) => name), "novel_per_1024", "novel_value"]
      .flatMap((name) => [name, `${name}_se`]),
    ..."novel_q1 novel_median novel_q3".split(" "),
  ];
  const lines = rows.map((row) => [
    row.property,
    row.label,
    row.sampler,
    row.method,
    row.S,
    row.omega,
    hasSteps(row) ? row.T : "",
    row.gamma,
    row.nfe,
    row.seeds.join(" "),
    row.count,
    row.seOver,
    ...[...FIGURE_COLUMNS.map(({ name }) => row.figures[name]), row.novelPer1024, row.value]
      .flatMap((value) => [value?.mean ?? "", value?.se ?? ""]),
    ...(row.quartiles ?? ["", "", ""]),
  ]);
  return csvText([header, ...lines]);
}

/** The rows as a Markdown table, and what its errors are. */
export function tableMarkdown(rows: readonly SummaryRow[]): string {
  return [
    markdownRow(COLUMNS.map(({ name }) => name)),
    markdownRow(COLUMNS.map(({ align }) => align === "l" ? "---" : "---:")),
    ...rows.map((row) => markdownRow(COLUMNS.map((column) => column.text(row)))),
    "",
    errorNote(rows),
  ].join("\n") + "\n";
}

const LATEX: Readonly<Record<string, string>> = {
  "±": "$\\pm$",
  "–": "--",
  "−": "$-$",
  "·": "$\\cdot$",
  "γ": "$\\gamma$",
  "ω": "$\\omega$",
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};

function latexText(text: string): string {
  return text.replace(/[±–−·γω\\~^&%$#_{}]/g, (symbol) => LATEX[symbol] ?? `\\${symbol}`);
}

/** The rows as a LaTeX table for the package `booktabs`, a rule between properties. */
export function tableLatex(rows: readonly SummaryRow[]): string {
  const lines = rows.flatMap((row, index) => [
    ...((rows[index - 1]?.property ?? row.property) !== row.property ? ["\\midrule"] : []),
    COLUMNS.map((column) => latexText(column.text(row))).join(" & ") + " \\\\",
  ]);
  return [
    "% needs \\usepackage{booktabs}",
    `% ${errorNote(rows)}`,
    `\\begin{tabular}{${COLUMNS.map(({ align }) => align).join("")}}`,
    "\\toprule",
    COLUMNS.map(({ name, latex }) => latex ?? latexText(name)).join(" & ") + " \\\\",
    "\\midrule",
    ...lines,
    "\\bottomrule",
    "\\end{tabular}",
  ].join("\n") + "\n";
}
