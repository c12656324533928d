import { type DatasetMeta, describeSource, sourceBanner } from "./dataset.ts";
import { compareAtEqualEvaluations, comparisonTable, describeGains } from "./equal_evaluations.ts";
import { figureFile } from "./figure_file.ts";
import { enumerate, propertyText } from "./format.ts";
import { bestNovel, type DrawMolecule, gallery } from "./gallery.ts";
import type { HistoryEntry } from "./history.ts";
import { html, type Markup, markup } from "./html.ts";
import { lossFigure } from "./loss_figure.ts";
import { seriesStyles } from "./methods.ts";
import type { MoleculeMetrics } from "./metrics.ts";
import { renderPage, type Section } from "./page.ts";
import { PAPER_SCALE, PAPER_SOURCE } from "./paper.ts";
import { legendEntries, paretoPanels } from "./pareto_figure.ts";
import { rasterize } from "./rasterize.ts";
import { settingsList } from "./settings_section.ts";
import { PAPER_COUNT, summarize, type SummaryRow } from "./summary.ts";
import { tableCsv, tableJson, tableLatex, tableMarkdown } from "./table.ts";
import { propertyTable } from "./table_section.ts";

/** What a report is made of. */
export interface ReportOptions {
  /** Heading of the page. */
  readonly title: string;
  /** The command that makes this report again. */
  readonly rerun: string;
  /** The data set that the models were trained on. */
  readonly meta: DatasetMeta;
  /** One for each setting and seed. */
  readonly metrics: readonly MoleculeMetrics[];
  /** Training logs with the name of each. @default {[]} */
  readonly histories?: readonly { readonly name: string; readonly entries: HistoryEntry[] }[];
  /** Molecules that the gallery shows of each property. @default {12} */
  readonly galleryCount?: number;
  /** Draws the molecules of the gallery. */
  readonly drawMolecule: DrawMolecule;
}

/** The files of a report by name. */
export type ReportFiles = Readonly<Record<string, string | Uint8Array>>;

function countNote(metrics: readonly MoleculeMetrics[]): string {
  const counts = [...new Set(metrics.map(({ count }) => count))].sort((a, b) => a - b);
  return counts.every((count) => count === PAPER_COUNT)
    ? "Novel samples are counts out of 1,024."
    : `This run drew ${
      counts.join(" or ")
    } samples a setting and seed; counts are scaled to 1,024.`;
}

function errorNote(rows: readonly SummaryRow[]): string {
  const most = Math.max(...rows.map(({ seeds }) => seeds.length));
  return most > 1
    ? "Bars and ± are standard errors over seeds; a setting of one seed has none but for its mean, " +
      "where it is over molecules."
    : "One seed: ± of the mean property is the standard error over molecules; the rest has none.";
}

const PAPER_NOTE =
  `The paper's points are read off its Figure 5 (${PAPER_SCALE}, T from 8 to 128, ` +
  "about ±5 samples): another scale, for the shape alone.";

function byProperty(rows: readonly SummaryRow[]): [string, SummaryRow[]][] {
  return [...Map.groupBy(rows, ({ property }) => property)];
}

function paretoSection(rows: readonly SummaryRow[], metrics: readonly MoleculeMetrics[]): Section {
  const entries = legendEntries(rows, "page");
  const legend = (name: string, ofPaper: boolean) =>
    html`<ul class="legend"><li>${name}</li>${
      entries.filter(({ hollow }) => hollow === ofPaper).map(({ label, series, svg }) =>
        html`<li><button type="button" aria-pressed="false" data-series="${series}">${
          markup(svg)
        }${label}</button></li>`
      )
    }</ul>`;
  const figure = ([property, group]: [string, SummaryRow[]]) =>
    html`
      <h3>${propertyText(property).name}</h3>
      <div class="panels">${paretoPanels(group, "page").map(({ svg }) =>
        html`<div>${markup(svg)}</div>\n`
      )}</div>
    `;
  return {
    id: "pareto",
    title: "Novelty against property",
    body:
      html`<p>Each line is a method, guided ever more strongly along it: γ grows from the number at one end to the number at the other. Up and to the right is better. All panels of a property share their axes.</p>
<figure id="pareto-figure">${legend("This run", false)}${legend("Paper", true)}
${byProperty(rows).map(figure)}
<figcaption>Novel samples against the mean property of the novel ones, after Figure 5 of the paper. ${
        countNote(metrics)
      } ${errorNote(rows)} ${PAPER_NOTE} Source: ${PAPER_SOURCE}.</figcaption></figure>
<p class="note">As a file: <a href="pareto.svg">SVG</a>, <a href="pareto.png">PNG</a>.</p>`,
  };
}

function comparisonSection(rows: readonly SummaryRow[]): Section[] {
  const comparisons = compareAtEqualEvaluations(rows);
  if (comparisons.length === 0) return [];
  return [{
    id: "equal",
    title: "At equal evaluations",
    body:
      html`<p>For each guidance strength, the MDM setting that found the most novel molecules, and the best that ProSeCo found with equal or fewer network evaluations, in novel samples of 1,024. ${
        describeGains(comparisons)
      }</p>
${comparisonTable(comparisons)}`,
  }];
}

function tableSection(rows: readonly SummaryRow[]): Section {
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

function gallerySection(options: ReportOptions): Section[] {
  const { metrics, galleryCount = 12, drawMolecule } = options;
  const parts = [...Map.groupBy(metrics, ({ property }) => property)].flatMap(
    ([property, group]) => {
      const finds = bestNovel(group, galleryCount);
      return finds.length === 0 ? [] : [
        html`<h3>${propertyText(property).name}</h3>\n${gallery(property, finds, drawMolecule)}\n`,
      ];
    },
  );
  return parts.length === 0 ? [] : [{
    id: "gallery",
    title: "Best novel molecules",
    body:
      html`<p>Valid, and in neither the training nor the held-out set. The highest property first.</p>${parts}`,
  }];
}

function lossSection({ histories = [] }: ReportOptions): Section[] {
  const drawn = histories.filter(({ entries }) => entries.length > 0);
  return drawn.length === 0 ? [] : [{
    id: "loss",
    title: "Training",
    body: html`
      <figure>
        <div class="panels wide">${drawn.map(({ name, entries }) =>
          html`<div>${markup(lossFigure(entries, name, "page"))}</div>`
        )}</div>
        <figcaption>Loss by training step, averaged over short stretches of steps. Weighted by 1/t, so the height says less than the slope.</figcaption>
      </figure>
    `,
  }];
}

function settingsSection({ meta, metrics, rerun }: ReportOptions): Section {
  return {
    id: "settings",
    title: "Settings",
    body: html`${settingsList(meta, metrics)}
<h3>Run it again</h3>
<pre><code>${rerun}</code></pre>
<p class="note">Every task whose inputs, parameters and code are unchanged comes from the cache.</p>`,
  };
}

function lead(rows: readonly SummaryRow[]): string {
  const properties = byProperty(rows).map(([name]) => `a high ${propertyText(name).inProse}`);
  return `Molecules guided towards ${enumerate(properties)}, by ${
    enumerate([...seriesStyles(rows).keys()])
  }.`;
}

function pageOf(options: ReportOptions, rows: readonly SummaryRow[]): string {
  const footer: Markup = html`${describeSource(options.meta)} Paper: ${PAPER_SOURCE}.`;
  return renderPage({
    title: options.title,
    lead: lead(rows),
    source: sourceBanner(options.meta),
    sections: [
      paretoSection(rows, options.metrics),
      ...comparisonSection(rows),
      tableSection(rows),
      ...gallerySection(options),
      ...lossSection(options),
      settingsSection(options),
    ],
    footer,
  });
}

/**
 * Makes all files of a report: page, tables and the figure.
 *
 * The same options give the same bytes.
 *
 * @throws {RangeError} If there are no metrics, or they contradict each other.
 */
export function buildReport(options: ReportOptions): ReportFiles {
  if (options.metrics.length === 0) {
    throw new RangeError("Cannot build a report: no metrics given; run eval/molecules first");
  }
  const rows = summarize(options.metrics);
  const svg = figureFile(
    byProperty(rows).map(([property, group]) => ({
      title: propertyText(property).name,
      panels: paretoPanels(group, "file"),
    })),
    legendEntries(rows, "file"),
    [describeSource(options.meta), `${countNote(options.metrics)} ${errorNote(rows)}`, PAPER_NOTE],
  );
  return {
    "report.html": pageOf(options, rows),
    "table.json": tableJson(rows),
    "table.csv": tableCsv(rows),
    "table.md": tableMarkdown(rows),
    "table.tex": tableLatex(rows),
    "pareto.svg": svg,
    "pareto.png": rasterize(svg),
  };
}
