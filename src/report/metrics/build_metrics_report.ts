import { UserError } from "../../support/user_error.ts";
import { suggest } from "../../support/suggest.ts";
import { html } from "../page/html.ts";
import { renderPage, type Section } from "../page/page.ts";
import { averageOver, type Measured, namesOf, varyingLabels } from "./measured.ts";
import { searchSection, type Trial, trialRows } from "./search_section.ts";
import { metricsCsv, metricsMarkdown, metricsTable } from "./metrics_table.ts";

/** What a report on any figures is made of. */
export interface MetricsReportOptions {
  /** Heading of the page. */
  readonly title: string;
  /** One for each file of metrics. */
  readonly rows: readonly Measured[];
  /** Labels that are averaged over. */
  readonly over: readonly string[];
  /** Labels that tell rows apart; all that vary if left out. */
  readonly by?: readonly string[];
  /** Names of the figures to show; all if left out. */
  readonly figures?: readonly string[];
  /** What a search tried. @default {[]} */
  readonly trials?: readonly Trial[];
}

function check(wanted: readonly string[], known: readonly string[], what: string): void {
  const missing = wanted.find((name) => !known.includes(name));
  if (missing === undefined) return;
  throw new UserError(
    `Cannot make the table: no file has a ${what} "${missing}". ${suggest(missing, known)}`,
  );
}

const pick = <Value>(values: Readonly<Record<string, Value>>, names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => name in values ? [[name, values[name]!]] : []));

/** The table of figures: what is said of it, its section, and its files. */
interface TablePart {
  readonly lead: string;
  readonly section: Section;
  readonly files: Readonly<Record<string, string>>;
}

function tablePart(
  { rows, over, by, figures }: Omit<MetricsReportOptions, "title" | "trials">,
): TablePart {
  const known = namesOf(rows, "figures");
  if (known.length === 0) throw new UserError("Cannot make the table: the files hold no numbers");
  check(by ?? [], namesOf(rows, "labels"), "label");
  check(figures ?? [], known, "figure");
  const labels = by ?? varyingLabels(rows).filter((name) => !over.includes(name));
  const shown = figures ?? known.filter((name) => !labels.includes(name) && !over.includes(name));
  const means = averageOver(
    rows.map((row) => ({ labels: pick(row.labels, labels), figures: pick(row.figures, shown) })),
    [],
  );
  const averaged = varyingLabels(rows).filter((name) => !labels.includes(name));
  const repeated = means.some(({ count }) => count > 1)
    ? ` Means ± standard errors of n files${
      averaged.length > 0 ? `, which differ in ${averaged.join(", ")}` : ""
    }.`
    : "";
  return {
    lead: `${rows.length} files of metrics in ${means.length} rows.${repeated}`,
    section: {
      id: "table",
      title: "Figures",
      body: html`
        ${metricsTable(means, { labels })}
        <p
          class="note">The same as <a href="table.csv">table.csv</a>, in full, and <a href="table.md">table.md</a>.</p>
      `,
    },
    files: { "table.csv": metricsCsv(means), "table.md": metricsMarkdown(means) },
  };
}

/**
 * Builds the report of any figures, or of a search, or of both: page, CSV and Markdown by file name.
 *
 * @throws {UserError} If there is nothing to show, or a name that no row has.
 */
export function buildMetricsReport(
  { title, trials = [], ...options }: MetricsReportOptions,
): Readonly<Record<string, string>> {
  const isOfSearch = trials.length > 0;
  const table = isOfSearch && options.rows.length === 0 ? undefined : tablePart(options);
  const tried = `${trials.length} trials of a search.`;
  return {
    "report.html": renderPage({
      title,
      lead: [table?.lead ?? "", ...isOfSearch ? [tried] : []].join(" ").trim(),
      source: html``,
      sections: [...table === undefined ? [] : [table.section], ...searchSection(trials)],
      footer: html``,
    }),
    ...table?.files,
    ...isOfSearch && { "trials.csv": metricsCsv(trialRows(trials)) },
  };
}
