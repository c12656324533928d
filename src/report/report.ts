import { boundSection, type HeldOutBound } from "./sections/bound_section.ts";
import { type DatasetMeta, describeSource, sourceBanner } from "./sections/dataset_section.ts";
import type { DistributionOptions } from "./figures/distribution_figure.ts";
import { compareAtEqualEvaluations } from "./analysis/equal_evaluations.ts";
import { comparisonTable, describeGains } from "./sections/equal_evaluations_section.ts";
import { errorNote } from "./analysis/error_note.ts";
import { figureFile } from "./figures/figure_file.ts";
import {
  byProperty,
  countNote,
  distributionSection,
  lossSection,
  type NamedHistory,
  nfeSection,
  PAPER_NOTE,
  paretoSection,
} from "./sections/figure_sections.ts";
import { enumerate, propertyText } from "./analysis/number_format.ts";
import { type ExplainInvalid, failureSection } from "./sections/failure_section.ts";
import { bestNovel, type DrawMolecule, gallery } from "./sections/gallery.ts";
import { html, type Markup } from "./page/html.ts";
import { hypervolumeSection } from "./sections/hypervolume_section.ts";
import { ownLegend, paperLegend } from "./figures/legend.ts";
import { seriesStyles } from "./analysis/methods.ts";
import type { MoleculeMetrics } from "../artifacts/metrics.ts";
import { renderPage, type Section } from "./page/page.ts";
import { PAPER_SOURCE } from "./paper/paper.ts";
import { paretoPanels } from "./figures/pareto_figure.ts";
import { rasterize } from "./figures/rasterize.ts";
import { settingsList } from "./sections/settings_section.ts";
import { summarize, type SummaryRow } from "./analysis/summary.ts";
import type { MoleculeSamples } from "../artifacts/samples.ts";
import { trajectorySection } from "./sections/trajectory_section.ts";
import { tableCsv, tableJson, tableLatex, tableMarkdown } from "./analysis/table.ts";
import { propertyTable } from "./sections/table_section.ts";

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
  /** The properties' values over the data set, by property. */
  readonly propertyValues: ReadonlyMap<string, Float32Array>;
  /** Training logs. @default {[]} */
  readonly histories?: readonly NamedHistory[];
  /** Bounds on the likelihood of held-out data. @default {[]} */
  readonly bounds?: readonly HeldOutBound[];
  /** Samples with their trajectories, for the step-by-step view. @default {[]} */
  readonly samples?: readonly MoleculeSamples[];
  /** Molecules that the gallery shows of each property. @default {12} */
  readonly galleryCount?: number;
  /** Draws the molecules of the gallery. */
  readonly drawMolecule: DrawMolecule;
  /** Says what RDKit logs on a string that it refuses. */
  readonly explainInvalid: ExplainInvalid;
}

/** The files of a report by name. */
export type ReportFiles = Readonly<Record<string, string | Uint8Array>>;

function comparisonSection(rows: readonly SummaryRow[]): Section[] {
  const comparisons = compareAtEqualEvaluations(rows);
  if (comparisons.length === 0) return [];
  return [{
    id: "equal",
    title: "At equal evaluations",
    body:
      html`<p>For each guidance strength, the setting of a baseline that finds the most novel molecules against ProSeCo's best with equal or fewer network evaluations, in novel samples of 1,024. ${
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
  const parts = [...Map.groupBy(metrics, ({ settings }) => settings.property)].flatMap(
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

function distributionsOf({ meta, metrics, propertyValues }: ReportOptions): DistributionOptions[] {
  return [...Map.groupBy(metrics, ({ settings }) => settings.property)].flatMap(
    ([property, group]) => {
      const data = propertyValues.get(property);
      const threshold = meta.properties[property]?.threshold;
      return data && threshold !== undefined ? [{ metrics: group, data, threshold }] : [];
    },
  );
}

function lead(rows: readonly SummaryRow[]): string {
  const properties = byProperty(rows).map(([name]) => `a high ${propertyText(name).inProse}`);
  return `Molecules guided towards ${enumerate(properties)}, by ${
    enumerate([...seriesStyles(rows).keys()])
  }.`;
}

function pageOf(options: ReportOptions, rows: readonly SummaryRow[]): string {
  const { meta, samples = [] } = options;
  const footer: Markup = html`${describeSource(options.meta)} Paper: ${PAPER_SOURCE}.`;
  return renderPage({
    title: options.title,
    lead: lead(rows),
    source: sourceBanner(options.meta),
    sections: [
      paretoSection(
        rows,
        "This run",
        html`<p class="note">As a file: <a href="pareto.svg">SVG</a>, <a href="pareto.png">PNG</a>.</p>`,
      ),
      ...comparisonSection(rows),
      ...hypervolumeSection(options.metrics, options.propertyValues),
      ...trajectorySection(samples, meta.tokens[meta.maskId], options.drawMolecule),
      nfeSection(rows),
      tableSection(rows),
      ...gallerySection(options),
      ...failureSection(options.metrics, options.explainInvalid),
      ...distributionSection(distributionsOf(options)),
      ...boundSection(options.bounds ?? []),
      ...lossSection(options.histories ?? []),
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
    [...ownLegend(rows, "file"), ...paperLegend(rows, "file")],
    [describeSource(options.meta), `${countNote(rows)} ${errorNote(rows)}`, PAPER_NOTE],
  );
  return {
    "report.html": pageOf(options, rows),
    "table.json": tableJson({ title: options.title, source: options.meta.source, rows }),
    "table.csv": tableCsv(rows),
    "table.md": tableMarkdown(rows),
    "table.tex": tableLatex(rows),
    "pareto.svg": svg,
    "pareto.png": rasterize(svg),
  };
}
