import { compareAtEqualEvaluations } from "../../analysis/equal_evaluations.ts";
import { byProperty } from "../../analysis/summary.ts";
import { html, type Markup } from "../../page/html.ts";
import { renderPage, type Section } from "../../page/page.ts";
import type { PublishedReport } from "../../runs/published_reports.ts";
import { comparisonTable, describeGains } from "../../sections/equal_evaluations_section.ts";
import { nfeSection, paretoSection } from "../../sections/figure_sections.ts";
import { propertyTable } from "../../sections/table_section.ts";
import { seriesStyles } from "../../style/methods.ts";
import { enumerate } from "../../style/number_format.ts";
import { propertyText } from "../../style/property_text.ts";
import { banner, FOOTER } from "../page_frame.ts";
import { sourceText } from "./source_text.ts";

/** Several runs on the same axes and in one table. */
export function comparePage(reports: readonly PublishedReport[]): string {
  const rows = reports.flatMap(({ name, table }) =>
    table.rows.map((row) => ({ ...row, method: `${row.method} · ${name}` }))
  );
  const styles = seriesStyles(rows);
  const gains = reports.flatMap(({ name, table }): Markup[] => {
    const comparisons = compareAtEqualEvaluations(table.rows);
    return comparisons.length === 0 ? [] : [
      html`<h3>${name}</h3><p>${describeGains(comparisons)}</p>${comparisonTable(comparisons)}`,
    ];
  });
  const sections: Section[] = [
    paretoSection(rows, "Runs", html``),
    nfeSection(rows),
    ...(gains.length === 0 ? [] : [{
      id: "equal",
      title: "At equal evaluations",
      body:
        html`<p>Novel samples of 1,024: the best of each baseline against ProSeCo's best with equal or fewer network evaluations, for each run.</p>${gains}`,
    }]),
    {
      id: "table",
      title: "Every setting",
      body: html`${
        byProperty(rows).map(([property, group]) =>
          html`<h3>${propertyText(property).name}</h3>${propertyTable(group, styles)}`
        )
      }`,
    },
  ];
  return renderPage({
    title: "Comparison",
    lead: `${enumerate(reports.map((report) => `${report.name} (${sourceText(report)})`))}.`,
    source: banner("a comparison"),
    sections,
    footer: FOOTER,
  });
}
