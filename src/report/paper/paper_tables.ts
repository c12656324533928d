import { markdownRow } from "../style/markdown.ts";
import { dataName } from "../../artifacts/provenance/data_name.ts";
import { formatCount, formatEstimate, formatNumber } from "../style/number_format.ts";
import { propertyText } from "../style/property_text.ts";
import { samplerLabel, stepsText } from "../style/methods.ts";
import { PAPER_TABLES as tables, paperLines } from "./paper_results.ts";
import type { Score, ScoreFile } from "../../artifacts/scores.ts";
import type { ReportTable } from "../analysis/report_table.ts";
import type { SummaryRow } from "../analysis/summary.ts";

/** A report whose numbers stand beside the paper's. */
export interface PaperReport {
  /** Path of its folder within the folder of results. */
  readonly name: string;
  /** The run that published it, if it recorded itself. */
  readonly run: { readonly record: { readonly profile?: string } } | null;
  /** Its numbers. */
  readonly table: ReportTable;
}

/** Scores that a run has published for one of the paper's tables. */
export interface PublishedScores {
  /** Path of their folder within the folder of results. */
  readonly name: string;
  /** The scores. */
  readonly file: ScoreFile;
}

/** One cell: what it says and, where it is ours, what it comes from. */
export interface PaperCell {
  readonly text: string;
  /** Run, setting and seeds behind a number of ours. */
  readonly provenance?: string;
}

/** A column of a filled table. */
export interface PaperColumn {
  readonly name: string;
  /** Whether the numbers are the paper's. */
  readonly ofPaper: boolean;
}

/** A table of the paper beside what ran here. */
export interface FilledTable {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly columns: readonly PaperColumn[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly PaperCell[] }[];
}

/** Parameters of the paper's networks; whatever has fewer is marked as reduced. */
const PAPER_PARAMETERS = { qm9: 92e6, llada_sft: 8e9, openwebtext: 170e6 } as const;
const NOTHING: PaperCell = { text: "" };

/** Says how large a network is, and that it is reduced where it is smaller than the paper's. */
function sizeNote(parameters: unknown, ofPaper: number): string {
  if (typeof parameters !== "number") return "size unknown";
  const size = parameters >= 1e9
    ? `${formatNumber(parameters / 1e9, 1)}B parameters`
    : parameters >= 1e6
    ? `${formatNumber(parameters / 1e6, 1)}M parameters`
    : `${formatCount(parameters)} parameters`;
  return parameters < ofPaper ? `reduced model: ${size}` : size;
}

function paperCell(value: number | null | undefined, digits: number): PaperCell {
  return { text: value === null || value === undefined ? "" : formatNumber(value, digits) };
}

interface TableSource {
  readonly id: "llada_sft" | "openwebtext";
  readonly title: string;
  readonly note: string;
  /** What a run may have of its own: problems, or steps. */
  readonly own: string;
  /** Decimals that the paper gives. */
  digits(metric: string): number;
  /** Methods of the rows, and the paper's value of a method, metric and number of steps. */
  readonly methods: readonly string[];
  readonly metrics: readonly { readonly metric: string; readonly steps?: number }[];
  paper(method: string, metric: string, steps?: number): number | null | undefined;
}

function sftSource(): TableSource {
  const { what, columns, rows } = tables.llada_sft;
  const values = rows as Readonly<Record<string, readonly (number | null)[]>>;
  return {
    id: "llada_sft",
    title: "Table 1: supervised fine-tuning of LLaDA",
    note: what,
    own: "problems",
    digits: () => 2,
    methods: Object.keys(values),
    metrics: columns.map((metric) => ({ metric })),
    paper: (method, metric) => values[method]?.[columns.indexOf(metric)],
  };
}

function textSource(): TableSource {
  const { what, steps, MAUVE, GenPPL, Entropy } = tables.openwebtext;
  const values: Readonly<Record<string, Readonly<Record<string, number | readonly number[]>>>> = {
    MAUVE,
    GenPPL,
    Entropy,
  };
  return {
    id: "openwebtext",
    title: "Table 2: unconditional text",
    note: what,
    own: "steps",
    digits: (metric) => ({ MAUVE: 3, GenPPL: 1 })[metric] ?? 2,
    methods: Object.keys(MAUVE),
    metrics: Object.keys(values).flatMap((metric) =>
      steps.map((count) => ({ metric, steps: count }))
    ),
    paper(method, metric, count) {
      const value = values[metric]?.[method];
      return typeof value === "number" ? value : value?.[steps.indexOf(count!)];
    },
  };
}

function scoreProvenance(name: string, { seeds, judge, empty, settings }: Score): string {
  const facts = [seeds.length === 0 ? name : `${name}, seeds ${seeds.join(", ")}`];
  if (judge !== undefined) facts.push(`judged by ${judge}`);
  if (empty !== undefined) facts.push(`${formatNumber(100 * empty, 1)}% of answers empty`);
  for (const [name, value] of Object.entries(settings ?? {})) {
    facts.push(`${name} = ${typeof value === "string" ? value : JSON.stringify(value)}`);
  }
  return facts.join(", ");
}

function scoreTable(source: TableSource, published: readonly PublishedScores[]): FilledTable {
  const { id, title, note, own, methods, metrics, digits } = source;
  const ours = published.filter(({ file }) => file.table === id);
  const further = ours.flatMap(({ file }) => file.scores.map(({ method }) => method))
    .filter((method) => !methods.includes(method));
  const columnOf = ({ metric, steps }: TableSource["metrics"][number]) => `${metric} ${steps}`;
  const known = new Set(metrics.map(columnOf));
  const others = new Map(
    ours.flatMap(({ file }) => file.scores.map(({ metric, steps }) => ({ metric, steps })))
      .filter((column) => !known.has(columnOf(column)))
      .map((column) => [columnOf(column), column]),
  );
  const reporting = (column: TableSource["metrics"][number]) =>
    ours.filter(({ file }) => file.scores.some((one) => columnOf(one) === columnOf(column)));
  // What a run has that the paper has not has columns of its own, without any of the paper's.
  const columns = [
    ...metrics.map((one) => ({ ...one, reported: reporting(one), ofPaper: true })),
    ...others.values().map((one) => ({ ...one, reported: reporting(one), ofPaper: false })),
  ];
  const head = ({ metric, steps }: TableSource["metrics"][number]) =>
    steps === undefined ? metric : `${metric}, ${formatCount(steps)} steps`;
  return {
    id,
    title,
    note,
    columns: columns.flatMap(({ reported, ofPaper, ...metric }) => [
      ...(ofPaper ? [{ name: `${head(metric)}: paper`, ofPaper }] : []),
      ...reported.map(({ name, file }) => ({
        name: `${head(metric)}${
          ofPaper ? "" : ` (not the paper's ${own})`
        }: ${name}, ${file.model.name} (${sizeNote(file.model.parameters, PAPER_PARAMETERS[id])})`,
        ofPaper: false,
      })),
    ]),
    rows: [...methods, ...new Set(further)].map((method) => ({
      name: method,
      cells: columns.flatMap(({ metric, steps, reported, ofPaper }) => [
        ...(ofPaper ? [paperCell(source.paper(method, metric, steps), digits(metric))] : []),
        ...reported.map(({ name, file }): PaperCell => {
          const score = file.scores.find((one) =>
            one.method === method && one.metric === metric && one.steps === steps
          );
          return score === undefined ? NOTHING : {
            text: formatEstimate(score.value, digits(metric)),
            provenance: scoreProvenance(name, score),
          };
        }),
      ]),
    })),
  };
}

function guidedCell(
  row: SummaryRow | undefined,
  { name, run }: PaperReport,
  method: string,
): PaperCell {
  if (row === undefined) return NOTHING;
  const { digits } = propertyText(row.property);
  return {
    text: `${formatEstimate(row.novelPer1024, 0)} · ${formatEstimate(row.value, digits)}`,
    provenance: `${name}${run?.record.profile ? `, profile ${run.record.profile}` : ""}, ${
      row.method === method ? "" : `${row.method}, `
    }${stepsText(row) && `${stepsText(row)}, `}${formatNumber(row.nfe, 0)} evaluations, ${
      formatCount(row.count)
    } samples, ${row.seeds.length === 1 ? "seed" : "seeds"} ${row.seeds.join(", ")}`,
  };
}

function runHead({ name, table }: PaperReport, property: string): string {
  const sizes = new Set(
    table.rows.filter((row) => row.property === property)
      .map(({ model }) => sizeNote(model?.parameters, PAPER_PARAMETERS.qm9)),
  );
  const used = dataName(table.source), data = used === "QM9" ? "" : `, not QM9 but ${used}`;
  return `${name} (${[...sizes].join("; ")}${data})`;
}

function guidedTable(property: string, reports: readonly PaperReport[]): FilledTable {
  const lines = paperLines(property);
  const ours = reports.filter(({ table }) => table.rows.some((row) => row.property === property));
  const rowsOf = (report: PaperReport) =>
    report.table.rows.filter((row) => row.property === property);
  const ofPaper = new Map(lines.map((line) => [samplerLabel(line.sampler), line]));
  // The paper has one line of a sampler; its settings, such as ProSeCo's (2, 2), are told below.
  const rowNameOf = ({ sampler, method }: SummaryRow) =>
    ofPaper.has(samplerLabel(sampler)) ? samplerLabel(sampler) : method;
  const methods = new Set([...ofPaper.keys(), ...ours.flatMap(rowsOf).map(rowNameOf)]);
  const strengths = [1, 2, 3, 4, 5];
  for (const { gamma } of ours.flatMap(rowsOf)) {
    if (!strengths.includes(gamma)) strengths.push(gamma);
  }
  strengths.sort((a, b) => a - b);
  const best = (report: PaperReport, method: string, gamma: number) =>
    rowsOf(report).filter((row) => rowNameOf(row) === method && row.gamma === gamma)
      .reduce<SummaryRow | undefined>(
        (found, row) => !found || row.novelPer1024.mean > found.novelPer1024.mean ? row : found,
        undefined,
      );
  const rows = [...methods].flatMap((method) =>
    strengths.map((gamma) => {
      const line = ofPaper.get(method);
      const point = line?.points[gamma - 1];
      const { digits } = propertyText(property);
      return {
        name: `${line?.name ?? method}, γ = ${gamma}`,
        cells: [
          point ? { text: `${point.novel} · ${formatNumber(point.value, digits)}` } : NOTHING,
          ...ours.map((report) => guidedCell(best(report, method, gamma), report, method)),
        ],
      };
    })
  );
  return {
    id: `figure5-${property}`,
    title: `Figure 5: ${propertyText(property).inProse}`,
    note:
      "Novel samples of 1,024 · mean property of the novel ones. The paper's γ is the order of " +
      "its points along a line; ours is the T, and the setting of the sampler, with the most novel samples.",
    columns: [
      { name: "paper (92M parameters, read off the figure)", ofPaper: true },
      ...ours.map((report) => ({ name: runHead(report, property), ofPaper: false })),
    ],
    rows: rows.filter(({ cells }) => cells.some(({ text }) => text !== "")),
  };
}

/** The paper's tables 1 and 2 and its Figure 5, filled with what ran here; empty where nothing did. */
export function fillPaperTables(
  reports: readonly PaperReport[],
  scores: readonly PublishedScores[],
): FilledTable[] {
  const { what: _what, ...properties } = tables.qm9_cfg;
  return [
    scoreTable(sftSource(), scores),
    scoreTable(textSource(), scores),
    ...Object.keys(properties).map((property) => guidedTable(property, reports)),
  ];
}

/** Filled tables as Markdown, with the provenance of every number of ours below each. */
export function paperTablesMarkdown(filled: readonly FilledTable[]): string {
  return filled.map(({ title, note, columns, rows }) => {
    const sources: string[] = [];
    const cellText = ({ text, provenance }: PaperCell) => {
      if (provenance === undefined) return text;
      const known = sources.indexOf(provenance);
      const number = known < 0 ? sources.push(provenance) : known + 1;
      return `${text} [${number}]`;
    };
    const body = rows.map(({ name, cells }) => markdownRow([name, ...cells.map(cellText)]));
    return [
      `## ${title}`,
      "",
      note,
      "",
      markdownRow(["", ...columns.map(({ name }) => name)]),
      markdownRow(["---", ...columns.map(() => "---:")]),
      ...body,
      "",
      ...sources.map((source, index) => `${index + 1}. ${source}`),
      "",
    ].join("\n");
  }).join("\n");
}
