import { dataName } from "../artifacts/provenance/data_name.ts";
import { equalEvaluationsSection } from "./sections/equal_evaluations_section.ts";
import { gallerySection } from "./sections/gallery_section.ts";
import type { NamedHistory } from "../artifacts/history.ts";
import type { HeldOutBound } from "../artifacts/bound.ts";
import { boundSection } from "./sections/bound_section.ts";
import type { MoleculeDatasetMeta } from "../artifacts/dataset_meta.ts";
import { describeSource, sourceBanner } from "./sections/data_source.ts";
import type { DistributionOptions } from "./figures/distribution_figure.ts";
import { countNote, errorNote, PAPER_NOTE } from "./sections/figure_notes.ts";
import { figureFile } from "./figures/figure_file.ts";
import { byProperty, summarize, type SummaryRow } from "./analysis/summary.ts";
import {
  distributionSection,
  lossSection,
  nfeSection,
  paretoSection,
} from "./sections/figure_sections.ts";
import { enumerate } from "./style/number_format.ts";
import { propertyText } from "./style/property_text.ts";
import { type ExplainInvalid, failureSection } from "./sections/failure_section.ts";
import type { DrawMolecule } from "./sections/molecule_drawing.ts";
import { headlineFigure } from "./figures/headline_figure.ts";
import { html, type Markup } from "./page/html.ts";
import { hypervolumeSection } from "./sections/hypervolume_section.ts";
import { ownLegend, paperLegend } from "./figures/legend.ts";
import { seriesStyles } from "./style/methods.ts";
import type { MoleculeMetrics } from "../artifacts/metrics.ts";
import { renderPage } from "./page/page.ts";
import { PAPER_SOURCE } from "./paper/paper_results.ts";
import { paretoPanels } from "./figures/pareto_figure.ts";
import { rasterize } from "./figures/rasterize.ts";
import type { MoleculeSamples } from "../artifacts/samples.ts";
import { trajectorySection } from "./sections/trajectory_section.ts";
import { tableCsv, tableLatex, tableMarkdown } from "./sections/table_files.ts";
import { tableJson } from "./analysis/report_table.ts";
import { settingsSection } from "./sections/settings_section.ts";
import { tableSection } from "./sections/table_section.ts";

/** What a report is made of. */
export interface ReportOptions {
  /** Heading of the page. */
  readonly title: string;
  /** The command that makes this report again. */
  readonly rerun: string;
  /** The data set that the models were trained on. */
  readonly meta: MoleculeDatasetMeta;
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

function distributionsOf({ meta, metrics, propertyValues }: ReportOptions): DistributionOptions[] {
  return [...Map.groupBy(metrics, ({ settings }) => settings.property)].flatMap(
    ([property, group]) => {
      const data = propertyValues.get(property);
      const threshold = meta.properties[property]?.threshold;
      return data && threshold !== undefined ? [{ metrics: group, data, threshold }] : [];
    },
  );
}

/** A title names the data that was used, whatever the pipeline was made for. */
function titleOf({ title, meta }: Pick<ReportOptions, "title" | "meta">): string {
  return `${title} · ${dataName(meta.source)}`;
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
    title: titleOf(options),
    lead: lead(rows),
    source: sourceBanner(options.meta),
    sections: [
      paretoSection(
        rows,
        "This run",
        html`<p class="note">As a file: <a href="pareto.svg">SVG</a>, <a href="pareto.png">PNG</a>.</p>`,
      ),
      ...equalEvaluationsSection(rows),
      ...hypervolumeSection(options.metrics, options.propertyValues),
      ...trajectorySection(samples, meta.tokens[meta.maskId]!, options.drawMolecule),
      nfeSection(rows),
      tableSection(rows),
      ...gallerySection(options.metrics, options.galleryCount ?? 12, options.drawMolecule),
      ...failureSection(options.metrics, options.explainInvalid),
      ...distributionSection(distributionsOf(options)),
      ...boundSection(options.bounds ?? []),
      ...lossSection(options.histories ?? []),
      settingsSection(meta, options.metrics, options.rerun),
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
  const headline = headlineFigure(
    rows,
    `${describeSource(options.meta)} ${countNote(rows)} ${errorNote(rows)}`,
  );
  return {
    "report.html": pageOf(options, rows),
    "table.json": tableJson({ title: titleOf(options), source: options.meta.source, rows }),
    "table.csv": tableCsv(rows),
    "table.md": tableMarkdown(rows),
    "table.tex": tableLatex(rows),
    "pareto.svg": svg,
    "pareto.png": rasterize(svg),
    ...(headline === null ? {} : { "headline.svg": headline }),
  };
}
